"""What the page U盘交接 shows: what would go out, what the ledgers say, who has not come (R50)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from longshan_desk.data import reporting
from longshan_desk.data.log.refusals import reason_of
from longshan_desk.data.reporting import Missing
from longshan_desk.data.store import Store
from longshan_desk.domain.calendar import short_date
from longshan_desk.domain.month_words import month_words
from longshan_desk.errors import AppError
from longshan_desk.exchange import joining
from longshan_desk.exchange.device_list import TOWNSHIP, Device, DeviceState
from longshan_desk.exchange.stick import FOLDER
from longshan_desk.peers import history
from longshan_desk.peers.known import Known, known_in, known_to, require_known
from longshan_desk.peers.making import Order, outlook
from longshan_desk.peers.ring import open_ring
from longshan_desk.queries.divergence import DIVERGED
from longshan_desk.queries.packages import desks, handover_state
from longshan_desk.queries.seals import desks_under_old_root, waits_for_digits

_RESULTS = {
    "made": "已交出", history.KEPT_HERE: "没写上U盘", "received": "已接收", "already": "收过了",
}  # fmt: skip
_FOLDERS = (FOLDER, "")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where this desk stands: alone, or at a place of a township."""

    is_joined: bool
    is_township: bool
    place: str
    """``TOWN``, ``V07`` …; empty while it works alone."""
    name: str
    has_sister: bool
    """Whether the place has another PC in use."""
    villages: tuple[tuple[str, str], ...] = ()
    """(code, name) of the villages with a PC in use; at the township only."""
    is_listed: bool = True
    """Whether the others take its packages: its keys are here, and on the list as in use."""
    was_hub: bool = False
    """Whether this is the township's main PC, or its records came from there (F54)."""


@dataclass(frozen=True, slots=True)
class GoesOut:
    """What a package for a place would hold now, and what is missing first."""

    counts: Mapping[str, int]
    """Records by table."""
    photos: int
    photo_bytes: int
    months: tuple[str, ...]
    missing: tuple[Missing, ...]
    is_again: bool = False
    """Whether all of it lay in a package before, which nobody has confirmed yet."""

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class PastPackage:
    """A line of the history."""

    id: str
    at: datetime | None
    is_out: bool
    name: str
    number: int
    months: str
    count: int
    result: str
    is_refused: bool
    can_be_copied: bool
    paper: tuple[str, str] | None
    """Kind and key of its slip or receipt."""
    why: str = ""
    """Why it was refused, and what to do."""
    is_diverged: bool = False

    @property
    def is_kept_here(self) -> bool:
        """Made, but no stick took it."""
        return self.result == _RESULTS[history.KEPT_HERE]

    @property
    def way(self) -> str:
        return "交出" if self.is_out else "收到"


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A PC on the township's device list."""

    id: str
    place: str
    name: str
    letter: str
    state: DeviceState
    since: str
    until: str
    is_own: bool
    is_under_old_root: bool
    """At the township: it has not said yet that it took the new seal over (F59)."""

    @property
    def is_in_use(self) -> bool:
        return self.state is DeviceState.ACTIVE


@dataclass(frozen=True, slots=True)
class JoinFile:
    """A request to join that lies on a stick."""

    path: Path
    name: str
    code: str
    is_township: bool


def standing(store: Store) -> Standing:
    known = known_to(store)
    if known is None:
        return Standing(False, False, "", "", False)
    own = known.place
    villages = tuple(
        (one.code, one.name)
        for one in sorted(known.listed.places, key=lambda one: one.code)
        if one.code != TOWNSHIP and known.listed.active_of(one.code)
    )
    return Standing(
        True, known.is_township, own, known.name_of(own), len(known.listed.active_of(own)) > 1,
        villages if known.is_township else (), _is_listed(store, known), _was_hub(store, known),
    )  # fmt: skip


def _was_hub(store: Store, known: Known) -> bool:
    """By the last listed number that was written under here: a copy has a new one, a second PC may
    have begun as a copy of the first."""
    numbers = reversed((*store.former_devices, store.device))
    entry = next((one for one in map(known.entry, numbers) if one is not None), None)
    return entry is not None and entry.dev == known.listed.hub


def _is_listed(store: Store, known: Known) -> bool:
    """Not after a backup was brought to another computer, or after the township ended it."""
    try:
        sign = open_ring(store).keys.public.sign
    except AppError:
        return False
    return any(one.sign == sign and one.state is DeviceState.ACTIVE for one in known.listed.devices)


def goes_out(store: Store, place: str, *, is_full: bool = False) -> GoesOut:
    """What would be handed over to ``place`` now; for the work thread, it reads a whole log."""
    known = require_known(store)
    found = outlook(store, open_ring(store), known, Order(place, (), is_full))
    months: Sequence[str] = ()
    missing: Sequence[Missing] = ()
    is_again = False
    if place == TOWNSHIP and not known.is_township:
        state = handover_state(store)
        is_again = state is not None and state.left > 0 == state.to_give
        with store.read() as session:
            months = reporting.ready_months(session, store.today())
            missing = reporting.missing_in(session, store.today())
    return GoesOut(
        found.counts, found.photos, found.photo_bytes, tuple(months), tuple(missing),
        is_again,
    )  # fmt: skip


def past_packages(store: Store) -> list[PastPackage]:
    """Every package made, received or refused, the newest first."""
    with store.read() as session:
        connection = session.connection()
        known = known_in(connection)
        found = history.entries(connection)
    return [_past(store, known, one, at) for at, one in enumerate(found)]


def _past(store: Store, known: Known | None, one: history.Entry, at: int) -> PastPackage:
    is_out = one.direction == history.OUT
    result = _RESULTS.get(one.result, "没有接收") + (f"，{DIVERGED}" if one.diverged else "")
    is_refused = one.result not in _RESULTS
    paper = None
    if is_out:
        paper = ("handover_slip", str(one.number))
    elif not is_refused and one.place:
        paper = ("receipt", f"{one.place}/{one.number}")
    return PastPackage(
        str(at), _moment(one.at), is_out, (known.name_of(one.place) if known else one.place) or "—",
        one.number, month_words(one.months), one.new,
        result, is_refused,
        is_out and (store.paths.outbox / one.file).exists(), paper,
        reason_of(one.result) if is_refused else "", bool(one.diverged),
    )  # fmt: skip


def device_rows(store: Store) -> list[DeskRow]:
    """The PCs of the township's list; a village sees its own and the township's."""
    known = known_to(store)
    if known is None:
        return []
    own = store.device
    old = desks_under_old_root(store) if known.is_township else frozenset()
    return [_desk_row(name, one, own, old) for name, one in desks(store)]


def _desk_row(name: str, one: Device, own: str, old: Collection[str]) -> DeskRow:
    return DeskRow(
        one.dev, one.place, name, one.letter, one.state, one.since, one.until, one.dev == own,
        one.dev in old,
    )  # fmt: skip


def join_files(folder: Path) -> list[JoinFile]:
    """The requests on a stick, found by what is in them. Raises nothing for other files."""
    found = []
    for path in _files(folder):
        try:
            asked = joining.read_request(path).request
        except AppError:
            continue
        found.append(JoinFile(path, asked.place_name, asked.code, asked.role == "township"))
    return found


def welcome_files(folder: Path) -> list[Path]:
    return [path for path in _files(folder) if joining.is_welcome(path)]


def _files(folder: Path) -> list[Path]:
    found: list[Path] = []
    for name in _FOLDERS:
        inside = folder / name if name else folder
        try:
            found += sorted(one for one in inside.iterdir() if one.is_file())
        except OSError:
            continue
    return found


def asked_already(store: Store) -> bool:
    """Whether a request of this desk is on its way."""
    from longshan_desk.peers.joining import waits_for_welcome

    return waits_for_welcome(store)


@dataclass(frozen=True, slots=True)
class StripWords:
    """The bottom strip's segment; ``is_late`` when a month is missing."""

    text: str
    is_late: bool = False


def strip_words(store: Store) -> StripWords | None:
    """上报 4月6日 · 返回 4月3日 · 3 条未上报; nothing while the desk works alone."""
    here = standing(store)
    if not here.is_joined:
        return None
    past = [one for one in past_packages(store) if not one.is_refused]
    out = next((one for one in past if one.is_out and not one.is_kept_here), None)
    back = next((one for one in past if not one.is_out), None)
    words = ("下发", "收到") if here.is_township else ("上报", "返回")
    parts = [
        f"{word} {short_date(one.at.date()) if one and one.at else '还没有'}"
        for word, one in zip(words, (out, back), strict=True)
    ]
    if waits := waits_for_digits(store):
        parts.append("镇上换了印章盘，等着核对")
    state = handover_state(store)
    if state is None:
        return StripWords(" · ".join(parts), waits)
    if state.silence.is_long:
        parts[-1] += f"（镇上 {state.silence.words}）"
    if state.to_give:
        parts.append(f"{state.to_give} 条未上报")
    elif state.left:
        parts.append(f"{state.left} 条等镇上确认")
    is_late = waits or bool(state.missing_months) or state.silence.is_long
    return StripWords(" · ".join(parts), is_late)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        return None
