"""Handing packages over and receiving them: U盘交接 (3.9, 3.10)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from longshan_desk.data import reporting
from longshan_desk.data.attachments import forget_unnamed
from longshan_desk.data.backup import BackupReason, make_backup
from longshan_desk.data.double_joining import follow_joined
from longshan_desk.data.handover import rebuild as rebuild_from_log
from longshan_desk.data.log.divergence import raise_alarm
from longshan_desk.data.records import user_name
from longshan_desk.data.reporting import Missing
from longshan_desk.data.store import Store
from longshan_desk.data.tables.peers import ReportedMonth
from longshan_desk.domain.calendar import Month
from longshan_desk.errors import AppError, BadValueError, FileMissingError
from longshan_desk.exchange import stick
from longshan_desk.exchange.device_list import TOWNSHIP
from longshan_desk.peers import history, inbox, outbox, support
from longshan_desk.peers.known import Known, place_code, require_known
from longshan_desk.peers.making import Made, NothingToHandOverError, Order, make, prepare
from longshan_desk.peers.receiving import Reception
from longshan_desk.peers.ring import Ring, open_ring
from longshan_desk.peers.tidying import give_way
from longshan_desk.peers.told import Told

__all__ = [
    "Handed", "Told", "copy_again", "finish_interrupted", "hand_over", "look_at",
    "rebuild", "take",
]  # fmt: skip

Step = Callable[[int, int], None]

_FIGURES = ("new", "changed", "same", "conflicts", "damaged_photos", "diverged")
OWN, TO_TOWNSHIP = "own", "township"


@dataclass(frozen=True)
class Handed:
    """What lies on the stick now, and what the month still lacks."""

    files: tuple[Path, ...]
    made: tuple[Made, ...]
    skipped: tuple[str, ...]
    """Places that have everything already."""
    missing: tuple[Missing, ...]


def hand_over(
    store: Store, folder: Path, *, place: str | None = None,
    months: Sequence[str] | None = None, is_full: bool = False, step: Step | None = None,
) -> Handed:  # fmt: skip
    """Make packages and put them on the stick, written, read back and compared.

    ``place`` is ``township``, ``own`` or a village's code; without one a village hands over to the
    township, the township to every village. Raises ``NotJoinedError``, ``KeyLostError``,
    ``NothingToHandOverError``, ``DiskFullError``, ``MediumError``.
    """
    known = require_known(store)
    ring = open_ring(store, known.listed.recovery)
    places = _places(known, place)
    reported: tuple[str, ...] = ()
    missing: list[Missing] = []
    if places == [TOWNSHIP] and not known.is_township:
        reported = _report(store, months)
        with store.read() as session:
            missing = reporting.missing_in(session, store.today())
    made, skipped = _make_all(store, ring, places, reported, is_full, step)
    folder = folder if folder.name == stick.FOLDER else folder / stick.FOLDER
    files = _onto_stick(store, made, folder, step)
    if _is_list_news(store, known, places, is_full):
        inbox.put_list(known.signed, folder)  # it says who their sender is
    return Handed(tuple(files), tuple(made), tuple(skipped), tuple(missing))


def _onto_stick(store: Store, made: Sequence[Made], folder: Path, step: Step | None) -> list[Path]:
    files: list[Path] = []
    try:
        for one in made:
            files.append(stick.hand_over(one.file, folder, step))
    except BaseException as exc:
        with store.bookkeeping() as connection:
            left = [one.number for one in made[len(files) :]]
            history.note_kept_here(connection, left, True)
        if isinstance(exc, AppError):
            exc.hint += "包已经做好，留在本机；换个U盘再做一次，内容一点不少。"
        raise
    return files


def _make_all(
    store: Store, ring: Ring, places: list[str], months: tuple[str, ...], is_full: bool,
    step: Step | None,
) -> tuple[list[Made], list[str]]:  # fmt: skip
    made: list[Made] = []
    skipped = []
    ready = prepare(store, ring)
    for code in places:
        try:
            order = Order(code, months, is_full)
            made += make(store, ready.ring, ready.known, order, step, ready.digests)
        except NothingToHandOverError:
            if len(places) == 1:
                raise
            skipped.append(code)
    if not made:
        raise NothingToHandOverError("没有新的内容要交给各村，各村已经全部收到。")
    return made, skipped


def _places(known: Known, place: str | None) -> list[str]:
    if place == OWN:
        return [known.place]
    if not known.is_township:
        if place in (None, TO_TOWNSHIP):
            return [TOWNSHIP]
        raise BadValueError(
            "村里的包只能交给乡镇，或本村的另一台电脑。",
            hint="请用 --for township 或 --for own。",
            where="--for",
        )
    villages = [one.code for one in known.listed.places if one.code != TOWNSHIP]
    if place is None:
        if not villages:
            raise NothingToHandOverError(
                "还没有村加入，没有包可做。", hint="请先办理村的加入申请。"
            )
        return sorted(code for code in villages if known.listed.active_of(code))
    code = place_code(place)
    if code not in villages:
        raise BadValueError(
            f"没有编号为“{place}”的村。", hint="请用 villages list 查看。", where="--for"
        )
    return [code]


def _report(store: Store, months: Sequence[str] | None) -> tuple[str, ...]:
    """Write down the months that are handed over now; those named must not lie ahead."""
    with store.read() as session:
        done = reporting.reported_months(session)
        wanted = reporting.ready_months(session, store.today()) if months is None else months
        by = user_name(session, store.user_id)
    named = sorted({str(Month.parse(month)) for month in wanted})
    for month in named:
        if month > str(Month.of(store.today())):
            raise BadValueError(f"{month} 还没有到，不能上报。", where="--months")
    if new := [month for month in named if month not in done]:
        with store.change("上报" + "、".join(new), undoable=False) as session:
            session.add_all(
                ReportedMonth(month=month, reported_on=store.today(), by=by) for month in new
            )
    return tuple(named)


def _is_list_news(store: Store, known: Known, places: list[str], is_full: bool) -> bool:
    """Whether somebody there may not know yet who this desk is, or no longer: a township that was
    restored has forgotten who joined since."""
    from longshan_desk.peers.history import list_held_by

    if not known.is_township:
        return True
    with store.read() as session:
        held = [list_held_by(session.connection(), code) for code in places]
    return is_full or any(version < known.listed.version for version in held)


def copy_again(store: Store, number: int, folder: Path, step: Step | None = None) -> Path:
    """Put a package of the outbox on another stick: nothing is made anew."""
    from longshan_desk.peers.history import file_of

    with store.read() as session:
        name = file_of(session.connection(), number)
    path = store.paths.outbox / name if name else None
    if path is None or not path.exists():
        raise FileMissingError(
            f"第 {number} 包已经不在本机。", hint="请重新做包：内容一点不少。", where=str(number)
        )
    folder = folder if folder.name == stick.FOLDER else folder / stick.FOLDER
    file = stick.hand_over(path, folder, step)
    with store.bookkeeping() as connection:
        history.note_kept_here(connection, [number], False)
    return file


# -- receiving ----------------------------------------------------------------------------------


def look_at(store: Store, path: Path, step: Step | None = None) -> list[Told]:
    """What the packages in a file or folder would do; nothing is changed."""
    return _reception(store, step).preview(path)


def take(store: Store, path: Path, step: Step | None = None) -> list[Told]:
    """Receive them: a backup, then each in one transaction; one that fails stops no other."""
    finish_interrupted(store)
    told = _reception(store, step).apply(path)
    _keep_figures(store, told)
    with store.bookkeeping() as connection:
        forget_unnamed(connection, store.paths)
    _raise_alarms(store, told)
    _follow_joined(store)
    ring = open_ring(store)  # a fork may have given this desk a new number, for the same keys
    give_way(store, ring.numbers(require_known(store)))
    return told


def _follow_joined(store: Store) -> None:
    """R48: what the other desk wrote of a double goes over to the record that stands for it; the
    village's own to do, as everything that is its own."""
    if not require_known(store).is_township:
        with store.change("归到合并后的记录", undoable=False) as session:
            follow_joined(session)


def _keep_figures(store: Store, told: Sequence[Told]) -> None:
    with store.bookkeeping() as connection:
        for one in (one for one in told if one.is_applied):
            done = {name: getattr(one, name) for name in _FIGURES}
            history.note_figures(connection, one.place, one.number, done)


def _raise_alarms(store: Store, told: Sequence[Told]) -> None:
    """F73: told on the spot and until the records are built anew; work goes on meanwhile."""
    for one in (one for one in told if one.is_applied and one.diverged):
        file = support.write_bundle(store, one.place, one.number, one.diverged)
        with store.bookkeeping() as connection:
            raise_alarm(connection, one.place, one.number, one.diverged, file.name)


def rebuild(store: Store) -> None:
    """重建 (3.11): after a backup, every exchanged record is made anew from the log.

    Raises ``DiskFullError``, ``MediumError``; then nothing was changed.
    """
    make_backup(store.paths, BackupReason.MANUAL)
    rebuild_from_log(store)


def finish_interrupted(store: Store) -> list[str]:
    """What was received when the program was killed is put away at the next start (F24), what was
    made is written down."""
    outbox.enter_unlisted(store)
    return inbox.finish_interrupted(store)


def _reception(store: Store, step: Step | None) -> Reception:
    known = require_known(store)
    return Reception(
        store, open_ring(store, known.listed.recovery), known, step or (lambda done, total: None)
    )
