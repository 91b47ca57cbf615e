"""What a clerk does with a matter: register, edit, correct, and take it step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from longshan_desk.data.log.registry import to_plain
from longshan_desk.data.moves import Moved, add_move, moved, take_step
from longshan_desk.data.records import require
from longshan_desk.data.registering import (
    NewMatter,
    raisers_of,
    register,
    set_raisers,
)
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.meetings import Meeting
from longshan_desk.data.tables.people import Household
from longshan_desk.domain.entry import optional_text
from longshan_desk.domain.labels import Act, FindingKind, Labelled, Outcome, Source, Topic
from longshan_desk.domain.phones import read_phone
from longshan_desk.domain.steps import Request, check_day
from longshan_desk.errors import BadValueError, ChangedSinceError, ReasonRequiredError

__all__ = [
    "NewMatter",
    "assign_matters",
    "change_contact",
    "edit_matter",
    "move_matter",
    "register_matter",
]

EDITABLE = {
    "words": "原话",
    "summary": "梳理",
    "topic": "主题",
    "finding": "归类",
    "source": "来源",
    "is_anonymous": "不公开姓名",
    "signatures": "签名人数",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "household_id": "农户",
    "raisers": "反映人",
}
"""What can be changed on a matter, with the words its timeline uses."""


_CODES: Mapping[str, type[Labelled]] = {"topic": Topic, "finding": FindingKind, "source": Source}


@dataclass(frozen=True)
class Registered:
    """``number`` is empty while the hearing is open: it is given when the hearing closes."""

    id: str
    number: str | None


def register_matter(
    store: Store, new: NewMatter, *, hearing_id: str | None = None, heard_on: date | None = None
) -> Registered:
    """Register one matter; on a closed hearing it is a late row with the next number (R37)."""
    with store.change("登记事项") as session:
        hearing = require(session, Meeting, hearing_id, "说事会") if hearing_id else None
        if new.household_id:
            require(session, Household, new.household_id, "农户")
        day = hearing.on if hearing else heard_on or store.today()
        if hearing is None:
            check_day(day, earliest=date.min, today=store.today(), what="反映")
        matter = register(session, store, new, day, hearing)
        return Registered(matter.id, matter.number)


def edit_matter(
    store: Store,
    matter_id: str,
    changes: Mapping[str, Any],
    *,
    on: date | None = None,
    reason: str | None = None,
    expected: Mapping[str, Any] | None = None,
) -> None:
    """Change what a matter says; with a ``reason`` it is a correction (更正, R37).

    What stood before stays readable on the timeline. ``expected`` holds the values a form was
    opened with: raises ``ChangedSinceError`` if somebody else changed them meanwhile.
    """
    act = Act.EDIT if reason is None else Act.CORRECT
    if act is Act.CORRECT and not optional_text(reason):
        raise ReasonRequiredError("没有写更正的原因。", hint="请写明为什么更正。", where="原因")
    with store.change("修改事项" if act is Act.EDIT else "更正事项") as session:
        matter = require(session, Matter, matter_id, "事项")
        _refuse_if_changed(session, matter, expected or {})
        done = _write(session, matter, changes)
        if not done or matter.number is None:
            return
        day = on or store.today()
        check_day(day, earliest=matter.heard_on, today=store.today(), what=act.label)
        words = "；".join(
            f"{EDITABLE[key]}：{_shown(key, old)} → {_shown(key, new)}" for key, old, new in done
        )
        data = {"changes": {key: [old, new] for key, old, new in done}, "reason": reason}
        add_move(session, store, matter, Request(act, day, data, words))


def change_contact(
    store: Store,
    matter_id: str,
    name: str,
    *,
    phone: str | None = None,
    reason: str | None = None,
    on: date | None = None,
) -> None:
    """R46: name who is told from now on; the same name again confirms that it stays so.

    ``phone`` None keeps the number of a contact who stays, and is no number for a new one.
    """
    said = optional_text(name)
    if said is None:
        raise BadValueError("没有写联系人。", hint="请填写姓名。", where="联系人")
    day = on or store.today()
    with store.change(Act.CONTACT.label) as session:
        matter = require(session, Matter, matter_id, "事项")
        check_day(day, earliest=matter.heard_on, today=store.today(), what=Act.CONTACT.label)
        stays = said == matter.contact_name
        number = read_phone(phone, where=EDITABLE["contact_phone"])
        number = matter.contact_phone if stays and number is None else number
        data = {
            "from": [matter.contact_name, matter.contact_phone],
            "to": [said, number],
            "reason": optional_text(reason),
        }
        former = _shown("contact_name", matter.contact_name)
        words = f"联系人仍是{said}" if stays else f"联系人：{former} → {said}"
        words = "；".join(filter(None, (words, optional_text(reason))))
        matter.contact_name, matter.contact_phone = said, number
        if matter.number is not None:
            add_move(session, store, matter, Request(Act.CONTACT, day, data, words))


def _value(session: Session, matter: Matter, key: str) -> Any:
    if key == "raisers":
        return [raiser.name for raiser in raisers_of(session, matter.id)]
    return to_plain(getattr(matter, key))


def _refuse_if_changed(session: Session, matter: Matter, expected: Mapping[str, Any]) -> None:
    for key, value in expected.items():
        wanted = list(value) if key == "raisers" else to_plain(value)
        if _value(session, matter, key) != wanted:
            raise ChangedSinceError(
                f"“{EDITABLE[key]}”在打开以后被改过，没有保存。",
                hint="请核对现在的内容，再决定保存哪一个；您填写的内容还在。",
                where=EDITABLE[key],
            )


def _write(
    session: Session, matter: Matter, changes: Mapping[str, Any]
) -> list[tuple[str, Any, Any]]:
    """Write the changes; returns (field, before, after) of what really changed."""
    done = []
    for key, value in changes.items():
        if key not in EDITABLE:
            raise BadValueError(
                f"“{key}”不能修改。", hint=f"可以修改：{'、'.join(EDITABLE.values())}。"
            )
        before = _value(session, matter, key)
        if key == "raisers":
            set_raisers(session, matter.id, value)
            session.flush()
        else:
            setattr(matter, key, _kept(key, value))
        if key == "words" and matter.words is None:
            raise BadValueError("没有写反映的内容。", hint="请写下群众的原话。", where="原话")
        after = _value(session, matter, key)
        if before != after:
            done.append((key, before, after))
    return done


def _kept(key: str, value: Any) -> Any:
    """A value in the form that is kept, as at the registering."""
    if key == "contact_phone":
        return read_phone(value, where=EDITABLE[key])
    return optional_text(value) if type(value) is str else value


def _shown(key: str, value: Any) -> str:
    """A value in the words of the timeline."""
    if value in (None, "", []):
        return "（空）"
    if key in _CODES:
        return _CODES[key](value).label
    if key == "is_anonymous":
        return "是" if value else "否"
    if key == "household_id":
        return "（已选农户）"
    return "、".join(value) if isinstance(value, list) else str(value)


def move_matter(
    store: Store,
    matter_id: str,
    act: Act,
    *,
    on: date | None = None,
    text: str | None = None,
    data: Mapping[str, Any] | None = None,
    meeting_id: str | None = None,
) -> Moved:
    """Take one step on a matter, at a meeting if one is named; what each step requires is in
    ``domain.steps``."""
    with store.change(act.label) as session:
        matter = require(session, Matter, matter_id, "事项")
        if meeting_id is not None:
            require(session, Meeting, meeting_id, "会议")
        values = dict(data or {})
        if act is Act.CLOSE and values.get("outcome") == Outcome.DUPLICATE:
            _point_to_main(session, matter, values)
        request = Request(act, on or store.today(), values, text)
        take_step(session, store, matter, request, meeting_id=meeting_id)
        return moved(matter)


def _point_to_main(session: Session, matter: Matter, values: dict[str, Any]) -> None:
    """R54: a duplicate names the matter that is really worked on."""
    main_id = values.get("of")
    if not main_id:
        return
    main = require(session, Matter, main_id, "主事项")
    while main.main_id is not None and main.id != matter.id:
        main = require(session, Matter, main.main_id, "主事项")
    if main.id == matter.id:
        raise BadValueError(
            "事项不能与自己重复，也不能互相重复。",
            hint="请选真正在办的那一件。",
            where="与哪一件重复",
        )
    matter.main_id = main.id
    values["of"] = main.number
    values.setdefault("result", f"与 {main.number} 重复，并入办理")


def assign_matters(
    store: Store, matter_ids: Sequence[str], *, to: str, due: date, on: date | None = None
) -> list[Moved]:
    """Assign several matters to one person at once: all of them or none."""
    with store.change("批量安排承办") as session:
        done = []
        for matter_id in matter_ids:
            matter = require(session, Matter, matter_id, "事项")
            request = Request(Act.ASSIGN, on or store.today(), {"to": to, "due": due.isoformat()})
            take_step(session, store, matter, request)
            done.append(moved(matter))
        return done
