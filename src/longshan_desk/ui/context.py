"""What every screen may ask for: the open desk, today, who works, and news of what changed.

One ``Context`` is made per window and handed to each page. It opens nothing itself: the start of
the program gives it the store when there is one (``open``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Qt, QThread, Signal

from longshan_desk.paths import DeskPaths
from longshan_desk.ui.drafts import Drafts, NoDrafts
from longshan_desk.ui.settings import Settings
from longshan_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from longshan_desk.domain.labels import OfficeRole


class Change(Protocol):
    """The news of one committed act; ``touches("matter")`` says whether a screen must reload."""

    @property
    def label(self) -> str: ...

    def touches(self, *kinds: str) -> bool: ...


class Step(Protocol):
    """An act that can be taken back."""

    @property
    def label(self) -> str: ...


class OpenDesk(Protocol):
    """What the window itself asks of the store; pages hand it on to actions and queries."""

    def undoable(self) -> tuple[Step | None, Step | None]: ...

    def undo(self) -> str: ...

    def redo(self) -> str: ...


class Context(QObject):
    """Handed to every page.

    * ``store``: the open desk for actions and queries (``None`` until ``desk_opened``).
    * ``tasks``, ``drafts``, ``settings``: the work thread, the drafts folder, the window's looks.
    * ``today()``, ``user``: the day and the name that acts are done under.
    * ``tell_changed(change)`` is given to the store; ``changed`` reaches the screens, always on
      the UI thread. A page overrides ``Page.topics`` instead of connecting by hand.
    * ``show_record("matter", id)``, ``show_page("matters")``: go there.
    * ``say(key, text, tone)``: a segment of the status strip.
    """

    changed = Signal(object)
    desk_opened = Signal()
    user_changed = Signal(str)
    font_changed = Signal(float)
    record_asked = Signal(str, str)
    restore_asked = Signal()
    page_asked = Signal(str)
    back_asked = Signal()
    help_asked = Signal(str)
    status_said = Signal(str, str, str)
    status_clicked = Signal(str)

    _news = Signal(object)

    def __init__(
        self,
        paths: DeskPaths,
        *,
        today: Callable[[], date] = date.today,
        user: str = "",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.paths = paths
        self._store: Any = None
        self._among: list[Context] = []
        self.desk_name = ""
        self.is_township = False
        self.settings = Settings(paths.settings_file, self)
        self.drafts = Drafts(paths.drafts)
        self.tasks = Tasks(self)
        self._today = today
        self._user = user
        self.statuses: dict[str, tuple[str, str]] = {}
        # An act on the work thread tells its news there; screens must hear it here.
        self._news.connect(self.changed, Qt.ConnectionType.QueuedConnection)

    def open(
        self, store: Any, *, desk_name: str, user: str = "", is_township: bool = False
    ) -> None:
        """The desk is open: pages may load."""
        self.store = store
        self.is_township = is_township
        self.desk_name = desk_name
        if user:
            self.set_user(user)
        self.desk_opened.emit()

    def among(self, part: str) -> Context:
        """For a page on which the township works among a village's records; news reach it, what
        is half typed is kept for each village."""
        made = Context(self.paths, today=self._today, user=self._user, parent=self)
        made.settings, made.tasks = self.settings, self.tasks
        made.drafts = Drafts(self.paths.drafts / part)
        made.open(self.store.among(part), desk_name=self.desk_name, is_township=True)
        self.changed.connect(made.changed)
        self.user_changed.connect(made.set_user)
        self._among.append(made)
        return made

    def beside(self) -> Context:
        """For another window of the same PC, over records that are only looked at: the looks are
        shared, drafts there are none."""
        made = Context(self.paths, today=self._today)
        made.settings, made.drafts = self.settings, NoDrafts(self.paths.drafts)
        return made

    @property
    def store(self) -> Any:
        return self._store

    @store.setter
    def store(self, store: Any) -> None:
        """Without a desk none of its pages asks anything any more."""
        self._store = store
        for made in self._among if store is None else ():
            made.store = None

    @property
    def is_open(self) -> bool:
        return self.store is not None

    @property
    def is_read_only(self) -> bool:
        """Whether the records are another place's, to look at only: no act is offered then."""
        return bool(getattr(self.store, "is_read_only", False))

    @property
    def role(self) -> OfficeRole:
        """Whose word is what is written here."""
        from longshan_desk.domain.labels import OfficeRole

        return OfficeRole.TOWNSHIP if self.is_township else OfficeRole.VILLAGE

    def today(self) -> date:
        return self._today()

    @property
    def user(self) -> str:
        return self._user

    def set_user(self, name: str) -> None:
        self._user = name
        self.user_changed.emit(name)

    def tell_changed(self, change: Change) -> None:
        """News from the store, from whichever thread the act ran on."""
        if QThread.currentThread() is self.thread():
            self.changed.emit(change)
        else:
            self._news.emit(change)

    def show_record(self, kind: str, record_id: str) -> None:
        self.record_asked.emit(kind, record_id)

    def show_page(self, key: str) -> None:
        self.page_asked.emit(key)

    def go_back(self) -> None:
        """To the page before this one, as Alt+← does."""
        self.back_asked.emit()

    def say(self, key: str, text: str, tone: str = "") -> None:
        """Set a segment of the status strip; an empty text removes it."""
        self.statuses[key] = (text, tone)
        self.status_said.emit(key, text, tone)

    def close(self) -> None:
        """Stop the work thread and keep the window's looks."""
        self.tasks.shut_down()
        self.settings.write_now()


def touches(change: Change, kinds: Iterable[str]) -> bool:
    """Whether a change concerns any of ``kinds``."""
    return any(change.touches(kind) for kind in kinds)
