"""The yardstick of the start: a QMainWindow with nothing in it, to its first paint."""

from __future__ import annotations

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from benchmarks.inside import peak_mb, since_start


class Bare(QMainWindow):
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        print(f"painted={since_start()}")
        print(f"memory={peak_mb()}")
        QApplication.quit()


def main() -> None:
    app = QApplication([])
    window = Bare()
    window.resize(1366, 768)
    window.show()
    app.exec()


if __name__ == "__main__":
    main()
