"""From what a visit or a session found to a matter, linked both ways (R9, R42)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from longshan_desk.data.diary import Pen, entry_of
from longshan_desk.data.records import require
from longshan_desk.data.registering import NewMatter, register
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.meetings import Meeting
from longshan_desk.data.tables.people import Household
from longshan_desk.data.tables.visits import SessionFinding, Visit, VisitLink, VisitSession
from longshan_desk.domain.labels import FindingKind, ListKind, Source, Topic
from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.errors import BadValueError


@dataclass(frozen=True)
class Raised:
    """``number`` is empty while the hearing it was put on is open."""

    id: str
    number: str | None


@dataclass(frozen=True)
class Opinion:
    """What is said of a finding when it becomes a matter; empty words are the entry's own."""

    topic: Topic
    list_kind: ListKind
    words: str | None = None
    summary: str | None = None
    finding: FindingKind | None = None
    raisers: tuple[str, ...] = ()
    is_anonymous: bool = False


def raise_from_visit(
    store: Store, entry_id: str, opinion: Opinion, *, hearing_id: str | None = None
) -> Raised:
    """R9: an entry's finding becomes a matter, heard on the day of the visit; on a hearing it
    becomes one of its rows (R42)."""
    with store.change("走访转为事项") as session:
        return _raise_visit(session, store, entry_of(session, entry_id), opinion, hearing_id)


def write_and_raise(store: Store, facts: VisitFacts, opinion: Opinion) -> Raised:
    """R9: an entry that is just being written and the matter that comes of it, as one act. What
    the matter is sorted under, the entry is too."""
    if opinion.finding is not None:
        facts = replace(facts, finding=opinion.finding)
    with store.change("登记走访并转为事项") as session:
        visit = Pen(session, store).entry(facts)
        session.add(visit)
        return _raise_visit(session, store, visit, opinion, None)


def raise_from_session(
    store: Store, finding_id: str, opinion: Opinion, *, hearing_id: str | None = None
) -> Raised:
    """R9: what was found at a 座谈 or 现场办公 becomes a matter."""
    with store.change("座谈发现转为事项") as session:
        finding = require(session, SessionFinding, finding_id, "发现的问题")
        held = require(session, VisitSession, finding.session_id, "座谈或现场办公")
        raisers = (finding.said_by,) if finding.said_by else ()
        new = _new_matter(opinion, finding.text, finding.kind, finding.household_id, raisers)
        return _raise(session, store, new, held, hearing_id, VisitLink(finding_id=finding_id))


def link_matter(store: Store, entry_id: str, matter_id: str) -> str:
    """A visit that was about a matter which is on the register already."""
    with store.change("关联事项") as session:
        entry_of(session, entry_id)
        require(session, Matter, matter_id, "事项")
        link = VisitLink(entry_id=entry_id, matter_id=matter_id)
        session.add(link)
        return link.id


def remove_link(store: Store, link_id: str) -> None:
    with store.change("取消关联") as session:
        require(session, VisitLink, link_id, "关联").is_deleted = True


def _raise_visit(
    session: Session, store: Store, visit: Visit, opinion: Opinion, hearing_id: str | None
) -> Raised:
    household = require(session, Household, visit.household_id, "农户")
    raisers = tuple(visit.met) or (household.head_name,)
    new = _new_matter(opinion, visit.text, visit.finding, household.id, raisers)
    return _raise(session, store, new, visit, hearing_id, VisitLink(entry_id=visit.entry_id))


def _new_matter(
    opinion: Opinion,
    words: str | None,
    finding: FindingKind | None,
    household_id: str | None,
    raisers: tuple[str, ...],
) -> NewMatter:
    said = opinion.words or words
    if not said:
        raise BadValueError(
            "这条走访记录没有写情况，不能转为事项。",
            hint="请先写下群众反映的内容。",
            where="原话",
        )
    return NewMatter(
        words=said,
        topic=opinion.topic,
        list_kind=opinion.list_kind,
        summary=opinion.summary,
        finding=opinion.finding or finding,
        source=Source.VISIT,
        raisers=opinion.raisers or raisers,
        is_anonymous=opinion.is_anonymous,
        household_id=household_id,
    )


def _raise(
    session: Session,
    store: Store,
    new: NewMatter,
    found: Visit | VisitSession,
    hearing_id: str | None,
    link: VisitLink,
) -> Raised:
    hearing = require(session, Meeting, hearing_id, "说事会") if hearing_id else None
    matter = register(session, store, new, hearing.on if hearing else found.on, hearing)
    link.matter_id = matter.id
    session.add(link)
    return Raised(matter.id, matter.number)
