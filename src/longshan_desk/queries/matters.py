"""Matters as lists, pages and papers ask for them, for any day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from longshan_desk.data.moves import fact, opening_state
from longshan_desk.data.records import policy_versions
from longshan_desk.data.standing import is_shown, main_of, one_with, same_as
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter, Move, Raiser
from longshan_desk.data.tables.meetings import Meeting
from longshan_desk.data.tables.people import Household
from longshan_desk.data.township_moves import township_moves, township_state
from longshan_desk.domain.calendar import Due, days_words
from longshan_desk.domain.deadlines import Heard, feedback_due, next_due
from longshan_desk.domain.labels import FindingKind, ListKind, Outcome, Stage, Topic
from longshan_desk.domain.matters import MatterState, MoveFact, fold
from longshan_desk.domain.policy import PolicyVersion, policy_on
from longshan_desk.domain.procedure_labels import Phase
from longshan_desk.domain.township import TownshipState
from longshan_desk.errors import AmbiguousError, NotFoundError

CHUNK = 500
OPEN_STAGES = (Stage.HEARD, Stage.DELIBERATED, Stage.ACTING)


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One line of a list of matters, as it stood on the day asked for."""

    id: str
    number: str | None
    former_number: str | None
    words: str
    summary: str | None
    topic: Topic
    finding: FindingKind | None
    heard_on: date
    list_kind: ListKind
    stage: Stage
    outcome: Outcome | None
    responsible: str | None
    due_on: date | None
    """The deadline of the work itself."""
    due: Due | None
    """What is due next, with its sum."""
    feedback_due: date | None
    closed_on: date | None
    cancelled_on: date | None
    result: str | None
    raiser: str
    group_no: int | None
    is_late: bool
    is_opening: bool
    procedure: Phase | None = None
    """Where its 四议两公开 stands (R14)."""
    waits_for_procedure: bool = False
    township: TownshipState | None = None
    """Where it stands at the township, once it was reported there (R15)."""

    @property
    def title(self) -> str:
        return self.summary or self.words

    def due_words(self, today: date) -> str:
        """“今天到期”, “已超 5 天”; empty when nothing is due."""
        return days_words(today, self.due.on) if self.due else ""


@dataclass(frozen=True)
class MatterFilter:
    """What a list is narrowed to; an empty field narrows nothing."""

    list_kind: ListKind | None = None
    stages: Collection[Stage] = ()
    topic: Topic | None = None
    month: str | None = None
    responsible: str | None = None
    group_no: int | None = None
    text: str = ""
    only_late: bool = False
    awaits_feedback: bool = False


@dataclass
class Snapshot:
    """Many matters with their states on one day: what every list and report is made from."""

    session: Session
    on: date
    policies: Sequence[PolicyVersion]
    states: dict[str, MatterState] = field(default_factory=dict)
    facts: dict[str, list[MoveFact]] = field(default_factory=dict)
    hearings: dict[str, Meeting] = field(default_factory=dict)
    raisers: dict[str, list[str]] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    township: dict[str, TownshipState] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session, matters: Sequence[Matter], on: date) -> Snapshot:
        found = cls(session, on, policy_versions(session))
        ids = [matter.id for matter in matters]
        for part in chunks(ids):
            found._load_moves(part)
            found._load_raisers(part)
        found._load_hearings({m.hearing_id for m in matters if m.hearing_id})
        found._load_groups({m.household_id for m in matters if m.household_id})
        for matter in matters:
            facts = found.facts.get(matter.id, [])
            found.states[matter.id] = fold(opening_state(matter, facts), facts, on)
        found._load_township()
        return found

    def _load_moves(self, ids: Sequence[str]) -> None:
        rows = self.session.execute(
            select(Move).where(Move.matter_id.in_(ids), Move.is_deleted.is_(False))
        )
        for move in rows.scalars():
            self.facts.setdefault(move.matter_id, []).append(fact(move))

    def _load_township(self) -> None:
        """R15: what the township said to those that were reported to it."""
        reported = [one for one, state in self.states.items() if state.reported_on is not None]
        for part in chunks(reported):
            moves = township_moves(self.session, part)
            for one in part:
                state = township_state(self.facts.get(one, ()), moves.get(one, ()), self.on)
                if state is not None:
                    self.township[one] = state
                    answered = replace(self.states[one], answered_above_on=state.answered_on)
                    self.states[one] = answered

    def _load_raisers(self, ids: Sequence[str]) -> None:
        rows = self.session.execute(
            select(Raiser.matter_id, Raiser.name)
            .where(Raiser.matter_id.in_(ids), Raiser.is_deleted.is_(False))
            .order_by(Raiser.position)
        )
        for matter_id, name in rows:
            self.raisers.setdefault(matter_id, []).append(name)

    def _load_hearings(self, ids: Collection[str]) -> None:
        for part in chunks(list(ids)):
            rows = self.session.execute(select(Meeting).where(Meeting.id.in_(part)))
            self.hearings.update({meeting.id: meeting for meeting in rows.scalars()})

    def _load_groups(self, ids: Collection[str]) -> None:
        for part in chunks(list(ids)):
            rows = self.session.execute(
                select(Household.id, Household.group_no).where(Household.id.in_(part))
            )
            self.groups.update(dict(rows.all()))

    def heard(self, matter: Matter) -> Heard:
        hearing = self.hearings.get(matter.hearing_id or "")
        if hearing is None:
            return Heard(at_hearing=False)
        put_off = hearing.committees_put_off_on
        if put_off is None or put_off > self.on:
            return Heard(at_hearing=True)
        return Heard(True, hearing.committees_due_on, hearing.committees_reason)

    def raiser_words(self, matter: Matter) -> str:
        """Who raised it, as every list and paper says it: 某群众 when they asked for it (R54)."""
        if matter.is_anonymous:
            return "某群众"
        names = self.raisers.get(matter.id) or [matter.contact_name or ""]
        if len(names) > 2 or matter.signatures > len(names):
            return f"{names[0]}等 {max(matter.signatures, len(names))} 人"
        return "、".join(name for name in names if name)

    def row(self, matter: Matter) -> MatterRow:
        state = self.states[matter.id]
        policy = policy_on(self.policies, matter.heard_on)
        due = next_due(state, self.heard(matter), policy)
        told_until = feedback_due(state, policy)
        return MatterRow(
            id=matter.id,
            number=matter.number,
            former_number=matter.former_number,
            words=matter.words,
            summary=matter.summary,
            topic=matter.topic,
            finding=matter.finding,
            heard_on=matter.heard_on,
            list_kind=state.list_kind,
            stage=state.stage,
            outcome=state.outcome,
            responsible=state.responsible,
            due_on=state.due_on,
            due=due,
            feedback_due=told_until.on if told_until else None,
            closed_on=state.closed_on,
            cancelled_on=state.cancelled_on,
            result=state.result,
            raiser=self.raiser_words(matter),
            group_no=self.groups.get(matter.household_id or ""),
            is_late=due is not None and due.on < self.on,
            is_opening=matter.is_opening,
            procedure=state.procedure,
            waits_for_procedure=state.waits_for_procedure,
            township=self.township.get(matter.id),
        )


def chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def existing() -> Select[Matter]:
    return select(Matter).where(is_shown(Matter))


def in_order(matters: Iterable[Matter]) -> list[Matter]:
    """By number; what has none yet (an open hearing's rows) comes last."""
    return sorted(matters, key=_place)


def _place(matter: Matter) -> tuple[bool, str, int, str, str]:
    number = matter.number or ""  # after 999 a number grows by a figure
    return matter.number is None, matter.month, len(number), number, matter.id


def list_matters(
    store: Store, wanted: MatterFilter = MatterFilter(), *, on: date | None = None
) -> list[MatterRow]:
    """Every matter of the filter as it stood on a day (today if ``None``), by number."""
    day = on or store.today()
    with store.read() as session:
        statement = existing().where(Matter.heard_on <= day, *_fixed(wanted))
        matters = in_order(session.execute(statement).scalars())
        snapshot = Snapshot.of(session, matters, day)
        rows = [snapshot.row(matter) for matter in matters]
    return [row for row in rows if _fits(row, wanted)]


def _fixed(wanted: MatterFilter) -> list[ColumnElement[bool]]:
    """The conditions that hold for every day."""
    found: list[ColumnElement[bool]] = []
    if wanted.topic:
        found.append(Matter.topic == wanted.topic)
    if wanted.month:
        found.append(Matter.month == wanted.month)
    if wanted.group_no is not None:
        homes = select(Household.id).where(Household.group_no == wanted.group_no)
        found.append(Matter.household_id.in_(homes))
    for word in wanted.text.split():
        like = f"%{word.replace('%', '').replace('_', '')}%"
        columns = (Matter.words, Matter.summary, Matter.number, Matter.former_number)
        shown = [column.like(like) for column in columns]
        raised = select(Raiser.matter_id).where(
            Raiser.name.like(like), Raiser.is_deleted.is_(False)
        )
        named = or_(Matter.contact_name.like(like), Matter.id.in_(raised))
        by_name = and_(Matter.is_anonymous.is_(False), named)
        found.append(or_(*shown, Matter.responsible.like(like), by_name, _of_a_double(like)))
    return found


def _of_a_double(like: str) -> ColumnElement[bool]:
    """R48: found by the number and the words of what was joined to it."""
    double = aliased(Matter)
    columns = (double.words, double.summary, double.number, double.former_number)
    said = select(double.id).where(
        double.merged_into.is_not(None), or_(*(column.like(like) for column in columns))
    )
    return Matter.id.in_(one_with(Matter, said))


def _fits(row: MatterRow, wanted: MatterFilter) -> bool:
    return (
        (wanted.list_kind is None or row.list_kind is wanted.list_kind)
        and (not wanted.stages or row.stage in wanted.stages)
        and (wanted.responsible is None or row.responsible == wanted.responsible)
        and (not wanted.only_late or row.is_late)
        and (not wanted.awaits_feedback or row.feedback_due is not None)
    )


# -- the window's tables: ids first, rows by the page ------------------------------------------

_NUMBER = (func.length(Matter.number), Matter.number)
_SORTS = {
    "number": (Matter.month, *_NUMBER),
    "heard_on": (Matter.heard_on, *_NUMBER),
    "title": (Matter.words_key,),
    "responsible": (Matter.responsible, Matter.due_on),
    "due": (func.coalesce(Matter.due_on, Matter.feedback_from, Matter.heard_on),),
    "stage": (Matter.stage, Matter.due_on),
    "topic": (Matter.topic, Matter.month, *_NUMBER),
    "list_kind": (Matter.list_kind, Matter.month, *_NUMBER),
}


def matter_ids(
    store: Store,
    wanted: MatterFilter = MatterFilter(),
    *,
    sort: str = "number",
    descending: bool = True,
) -> list[str]:
    """The ids of a table as it stands today, filtered and sorted by the database."""
    statement = select(Matter.id).where(
        is_shown(Matter), *_fixed(wanted), *_stored(wanted, store.today())
    )
    keys = [key.desc() if descending else key.asc() for key in _SORTS[sort]]
    with store.read() as session:
        ids = list(session.execute(statement.order_by(*keys, Matter.id)).scalars())
        return _late_ones(session, ids, store.today()) if wanted.only_late else ids


def _late_ones(session: Session, ids: Sequence[str], today: date) -> list[str]:
    """Of those that can be late the ones that are, by the same sum that every list shows."""
    late: set[str] = set()
    for part in chunks(ids):
        matters = list(session.execute(existing().where(Matter.id.in_(part))).scalars())
        snapshot = Snapshot.of(session, matters, today)
        late.update(matter.id for matter in matters if snapshot.row(matter).is_late)
    return [one for one in ids if one in late]


def matter_counts(store: Store, wanted: MatterFilter = MatterFilter()) -> dict[ListKind, int]:
    """How many matters of the filter stand on each list today; its own list is not asked for."""
    on_any = replace(wanted, list_kind=None)
    found = dict.fromkeys(ListKind, 0)
    if wanted.only_late:
        for row in matter_rows(store, matter_ids(store, on_any)):
            found[row.list_kind] += 1
        return found
    conditions = (*_fixed(on_any), *_stored(on_any, store.today()))
    statement = select(Matter.list_kind, func.count()).where(is_shown(Matter), *conditions)
    with store.read() as session:
        counted = session.execute(statement.group_by(Matter.list_kind))
        return {**found, **dict(counted.all())}


def responsibles(store: Store) -> list[str]:
    """Everybody who answers for a matter that is not finished, those with most matters first."""
    open_or_untold = or_(Matter.stage.in_(OPEN_STAGES), Matter.feedback_from.is_not(None))
    statement = (
        select(Matter.responsible)
        .where(is_shown(Matter), Matter.responsible.is_not(None), open_or_untold)
        .group_by(Matter.responsible)
        .order_by(func.count().desc(), Matter.responsible)
    )
    with store.read() as session:
        return [name for name in session.execute(statement).scalars() if name]


def _stored(wanted: MatterFilter, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.list_kind:
        found.append(Matter.list_kind == wanted.list_kind)
    if wanted.stages:
        found.append(Matter.stage.in_(wanted.stages))
    if wanted.responsible:
        found.append(Matter.responsible == wanted.responsible)
    if wanted.awaits_feedback:
        found.append(Matter.feedback_from.is_not(None))
    if wanted.only_late:  # may be late; which ones are is told by their own sums
        overdue = and_(Matter.stage.in_(OPEN_STAGES), Matter.due_on < today)
        not_yet = or_(Matter.stage == Stage.HEARD, Matter.feedback_from.is_not(None))
        found.append(or_(overdue, not_yet))
    return found


def matter_rows(store: Store, ids: Sequence[str], *, on: date | None = None) -> list[MatterRow]:
    """The rows for these ids, in their order; ids that are gone are left out."""
    with store.read() as session:
        found: dict[str, Matter] = {}
        for part in chunks(ids):
            rows = session.execute(existing().where(Matter.id.in_(part)))
            found.update({matter.id: matter for matter in rows.scalars()})
        snapshot = Snapshot.of(session, list(found.values()), on or store.today())
        return [snapshot.row(found[one]) for one in ids if one in found]


def names_of_shy(store: Store, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """R54: whose names no paper may print, for those of these matters that say 不公开姓名."""
    found: dict[str, tuple[str, ...]] = {}
    with store.read() as session:
        for part in chunks(ids):
            shy = existing().where(Matter.id.in_(part), Matter.is_anonymous)
            matters = list(session.execute(shy).scalars())
            snapshot = Snapshot(session, store.today(), ())
            snapshot._load_raisers([matter.id for matter in matters])
            for matter in matters:
                raisers = snapshot.raisers.get(matter.id, [])
                found[matter.id] = (*raisers, matter.contact_name or "")
    return found


def matters_of_household(store: Store, household_id: str) -> list[MatterRow]:
    """What a household has raised, newest first."""
    with store.read() as session:
        found = existing().where(Matter.household_id.in_(same_as(Household, household_id)))
        matters = in_order(session.execute(found).scalars())[::-1]
        snapshot = Snapshot.of(session, matters, store.today())
        return [snapshot.row(matter) for matter in matters]


def find_matter(session: Session, key: str) -> Matter:
    """The matter with this number, former number or id; refuses none and several. A double is
    found by its number too: it is the matter that it was joined to (R48)."""
    found = session.get(Matter, key)
    if found is not None and not found.is_deleted:
        return _standing_for(session, found)
    by_number = or_(Matter.number == key, Matter.former_number == key)
    there = select(Matter).where(Matter.is_deleted.is_(False), by_number)
    rows = list(session.execute(there).scalars())
    exact = [matter for matter in rows if matter.number == key] or rows
    exact = list({one.id: one for one in (_standing_for(session, one) for one in exact)}.values())
    if not exact:
        raise NotFoundError(
            f"找不到事项“{key}”。", hint="请核对编号，例如 2022-04-003。", where=key
        )
    if len(exact) > 1:
        numbers = "、".join(matter.number or matter.id for matter in exact)
        raise AmbiguousError(
            f"“{key}”对应几件事项：{numbers}。", hint="请用其中一个编号。", where=key
        )
    return exact[0]


def _standing_for(session: Session, matter: Matter) -> Matter:
    if matter.merged_into is None:
        return matter
    main = session.get(Matter, main_of(session, Matter, matter.id))
    return matter if main is None or main.is_deleted else main


def matter_id(store: Store, key: str) -> str:
    with store.read() as session:
        return find_matter(session, key).id


def similar_matters(store: Store, words: str, *, limit: int = 3) -> list[MatterRow]:
    """Open matters that share most two-character words with what is being typed."""
    pairs = {words[i : i + 2] for i in range(len(words) - 1)}
    pairs = {
        pair for pair in pairs if pair.strip() == pair and not set(pair) & set("，。、；：！？")
    }
    if len(pairs) < 3:
        return []
    with store.read() as session:
        rows = session.execute(
            select(Matter.id, Matter.words, Matter.summary).where(
                is_shown(Matter),
                Matter.stage.in_(OPEN_STAGES),
                Matter.number.is_not(None),
            )
        )
        scored = [(_likeness(pairs, f"{w} {s or ''}"), one) for one, w, s in rows]
    best = sorted((pair for pair in scored if pair[0] >= 0.4), reverse=True)[:limit]
    return matter_rows(store, [one for _, one in best])


def _likeness(pairs: set[str], text: str) -> float:
    return sum(pair in text for pair in pairs) / len(pairs)
