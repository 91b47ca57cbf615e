"""One window per desk: the second start brings the first window to the front and goes."""

from __future__ import annotations

import getpass
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS = 500


class OnlyWindow(QObject):
    """``claim()`` is False when a window of this desk is open already; it was told to come up.
    ``asked_up`` is emitted when a later start asks this one.
    """

    asked_up = Signal()

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        whose = f"{getpass.getuser()} {home.absolute()}"
        self._name = f"longshan-desk-{sha256(whose.encode()).hexdigest()[:20]}"
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._called)

    def claim(self) -> bool:
        if self._call_the_other():
            return False
        QLocalServer.removeServer(self._name)  # what a killed process left behind
        self._server.listen(self._name)
        return True

    def release(self) -> None:
        self._server.close()

    def _call_the_other(self) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_WAIT_MS):
            return False
        socket.write(b"up\n")
        socket.waitForBytesWritten(_WAIT_MS)
        socket.disconnectFromServer()
        return True

    def _called(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.asked_up.emit()
