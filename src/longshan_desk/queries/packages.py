"""What has been handed over and what has not, on both sides (R47, R50)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from longshan_desk.data import reporting
from longshan_desk.data.reporting import Missing
from longshan_desk.data.scope import Scope
from longshan_desk.data.store import Store
from longshan_desk.domain.calendar import add_months
from longshan_desk.errors import AppError
from longshan_desk.exchange import package
from longshan_desk.exchange.container import opened
from longshan_desk.exchange.device_list import TOWNSHIP, Device
from longshan_desk.peers import history
from longshan_desk.peers.history import Entry, LastWord
from longshan_desk.peers.known import Known, known_in, known_to, place_code, require_known
from longshan_desk.peers.ring import open_ring


@dataclass(frozen=True, slots=True)
class Cover:
    """What a package says of itself; ``months`` and ``counts`` only if it is for this place."""

    sender: str
    sender_name: str
    receiver: str
    receiver_name: str
    number: int
    made: str
    app_version: str
    months: tuple[str, ...] | None
    counts: dict[str, int] | None


@dataclass(frozen=True, slots=True)
class Silence:
    """How long nothing has come from the other side: packages that somebody holds back cannot be
    seen in any package, only by their age (F66)."""

    since: date | None
    """The day on which the last package was received here."""
    today: date

    @property
    def days(self) -> int | None:
        return max((self.today - self.since).days, 0) if self.since else None

    @property
    def is_long(self) -> bool:
        """More than a month, the rhythm of handing over."""
        return self.since is not None and add_months(self.since, 1) < self.today

    @property
    def words(self) -> str:
        if self.days is None:
            return "还没有来过包"
        return f"{self.days} 天没有来包" if self.days else "今天来过包"


@dataclass(frozen=True, slots=True)
class HandoverState:
    """The bottom strip: “镇上已收到第 n 条为止，还有 m 条没有交”."""

    confirmed: int
    left: int
    """What the township has not confirmed; ``to_give`` of it lie in no package yet."""
    to_give: int
    confirmed_until: date | None
    last_made: Entry | None
    last_received: LastWord | None
    ready_months: tuple[str, ...]
    missing_months: tuple[str, ...]
    missing: tuple[Missing, ...]
    silence: Silence

    @property
    def words(self) -> str:
        said = [f"镇上已收到第 {self.confirmed} 条为止" if self.confirmed else "镇上还没有确认收到"]
        if not self.left:
            said.append("全部收到")
        if waits := self.left - self.to_give:
            said.append(f"{waits} 条已经交出，等镇上的返回包确认")
        if self.to_give:
            said.append(f"还有 {self.to_give} 条没有交")
        return f"{'，'.join(said)}。"


@dataclass(frozen=True, slots=True)
class VillageRow:
    """One village on the township's board."""

    code: str
    name: str
    desks: int
    last_package: LastWord | None
    received_until: date | None
    reported_months: tuple[str, ...]
    missing_months: tuple[str, ...]
    left: int
    """Operations here that the village has not confirmed yet."""
    silence: Silence


def cover(store: Store, path: Path) -> Cover:
    """Look at a package without receiving it. Raises ``PackageRefusedError``."""
    known = require_known(store)
    ring = open_ring(store)
    with opened(path, known.sign_key) as found:
        header = found.header
        months = counts = None
        try:
            letter = package.read(found, ring.keys, path).letter
            months, counts = tuple(letter.months), dict(letter.contents.notes)
        except AppError as error:
            if error.code != "not_for_me":
                raise
    return Cover(
        header.sender, known.name_of(header.sender), header.receiver,
        known.name_of(header.receiver), header.number, header.made, header.app, months, counts,
    )  # fmt: skip


def package_history(store: Store) -> list[Entry]:
    """Every package made, received or refused, the newest first."""
    with store.read() as session:
        return history.entries(session.connection())


def handover_state(store: Store) -> HandoverState | None:
    """What the township has and what not; nothing while the desk works alone."""
    with store.read() as session:
        connection = session.connection()
        known = known_in(connection)
        if known is None or known.is_township:
            return None
        confirmed, left, last = history.confirmed_and_left(
            connection, known, TOWNSHIP, {store.part}
        )
        made = [one for one in history.entries(connection) if one.direction == history.OUT]
        back = history.last_from(connection, TOWNSHIP)
        handed = max(history.handed_upto(connection, TOWNSHIP), confirmed)
        return HandoverState(
            confirmed, left, max(confirmed + left - handed, 0), _day(last),
            made[0] if made else None, back,
            tuple(reporting.ready_months(session, store.today())),
            tuple(reporting.missing_months(session, store.today())),
            tuple(reporting.missing_in(session, store.today())), _silence(back, store.today()),
        )  # fmt: skip


def villages(store: Store) -> list[VillageRow]:
    """R50: every village with what came, until when, and the months that are missing."""
    known = require_known(store)
    with store.read() as session:
        return [
            _village(session, store, known, one.code)
            for one in sorted(known.listed.places, key=lambda one: one.code)
            if one.code != TOWNSHIP
        ]


def _village(session: Session, store: Store, known: Known, code: str) -> VillageRow:
    place = known.listed.place(code)
    assert place is not None and store.scope is not None
    connection = session.connection()
    session.scope = Scope(place.part, store.scope.writer)  # type: ignore[attr-defined]
    last = history.last_from(connection, code)
    _, left, _ = history.confirmed_and_left(connection, known, code, {place.part})
    return VillageRow(
        code, place.name, len(known.listed.active_of(code)), last,
        _day_of(last.made) if last else None,
        tuple(sorted(reporting.reported_months(session))),
        tuple(reporting.missing_months(session, store.today())), left,
        _silence(last, store.today()),
    )  # fmt: skip


def _silence(last: LastWord | None, today: date) -> Silence:
    return Silence(_day_of(last.at) if last else None, today)


def desks(store: Store) -> list[tuple[str, Device]]:
    """(place's name, desk) of the device list, the places in order."""
    known = require_known(store)
    found = sorted(known.listed.devices, key=lambda one: (one.place, one.since, one.dev))
    return [(known.name_of(one.place), one) for one in found]


def part_of_village(store: Store, code: str) -> str | None:
    """The partition of a village by its code; nothing if there is no such village."""
    known = known_to(store)
    place = known.listed.place(place_code(code)) if known else None
    return place.part if place else None


def _day(wall: int | None) -> date | None:
    return datetime.fromtimestamp(wall / 1000, UTC).astimezone().date() if wall else None


def _day_of(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).astimezone().date()
    except ValueError:
        return None
