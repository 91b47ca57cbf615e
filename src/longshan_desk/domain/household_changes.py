"""Which acts a household can undergo, and what each brings with it (R46).

Pure: from a household as it stands and what was entered to a plan, or a refusal.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from longshan_desk.domain.calendar import SENSIBLE_YEARS, chinese_date
from longshan_desk.domain.labels import Labelled, Sex
from longshan_desk.errors import BadValueError, InTheFutureError


class Change(Labelled):
    """户情变动: the dated acts; ``CANCEL`` takes one back that was entered by mistake."""

    MOVE_IN = "move_in", "迁入"
    MOVE_OUT = "move_out", "迁出"
    SPLIT = "split", "分户"
    JOIN = "join", "并户"
    NEW_HEAD = "new_head", "变更户主"
    BORN = "born", "出生"
    DIED = "died", "死亡"
    CANCEL = "cancel", "更正变动"


@dataclass(frozen=True, slots=True)
class Member:
    """One of a household's people; ``last_on`` is the day of the latest act with this person."""

    id: str
    name: str
    sex: Sex | None = None
    born_on: date | None = None
    joined_on: date | None = None
    left_on: date | None = None
    died_on: date | None = None
    last_on: date | None = None
    last_words: str = ""

    @property
    def is_here(self) -> bool:
        return self.left_on is None and self.died_on is None


@dataclass(frozen=True, slots=True)
class House:
    """``head_id`` is empty where a roster named a head without a row; ``last_gone_on`` is the
    latest day on which anybody left the household, for wherever."""

    id: str
    name: str
    members: tuple[Member, ...] = ()
    head_id: str | None = None
    began_on: date | None = None
    ended_on: date | None = None
    last_gone_on: date | None = None

    @property
    def here(self) -> tuple[Member, ...]:
        return tuple(member for member in self.members if member.is_here)

    @property
    def head(self) -> Member | None:
        return next((one for one in self.here if one.id == self.head_id), None)


@dataclass(frozen=True, slots=True)
class Asked:
    """An act as it was entered: ids, and a day. ``people`` move, die or come back; nobody named
    at a moving out is everybody. ``new_head`` follows in the household they leave, ``own_head``
    heads the one they found."""

    act: Change
    on: date
    household_id: str | None = None
    people: tuple[str, ...] = ()
    new_head: str | None = None
    own_head: str | None = None
    into: str | None = None
    mother: str | None = None
    father: str | None = None


@dataclass(frozen=True, slots=True)
class ChangePlan:
    """What an act does. ``people`` move, die or become head; ``new_head`` follows in the
    household they leave, ``own_head`` heads the one they found; ``closes``: nobody is left."""

    act: Change
    on: date
    house: House | None = None
    into: House | None = None
    people: tuple[Member, ...] = ()
    new_head: Member | None = None
    own_head: Member | None = None
    closes: bool = False
    is_whole: bool = False

    @property
    def touched(self) -> tuple[str, ...]:
        """Everybody for whom this act is a date to keep in order."""
        former = self.house.head if self.house and self.new_head else None
        found = [*self.people, self.new_head, self.own_head, former]
        return tuple(dict.fromkeys(one.id for one in found if one is not None))


def plan_move_out(
    house: House, chosen: Collection[str], *, on: date, today: date, new_head: str | None = None
) -> ChangePlan:
    """R46: some people, or all where nobody is chosen, leave the village on a day."""
    return _leave(Change.MOVE_OUT, house, chosen, on, today, new_head, "迁出的人")


def plan_death(
    house: House, person_id: str, *, on: date, today: date, new_head: str | None = None
) -> ChangePlan:
    """R46: a person died on a day; of a household that is left empty nothing remains open."""
    return _leave(Change.DIED, house, [person_id], on, today, new_head, "去世的人")


def plan_split(
    house: House,
    chosen: Collection[str],
    *,
    head: str | None,
    on: date,
    today: date,
    new_head: str | None = None,
) -> ChangePlan:
    """R46: the chosen people make a household of their own, with ``head``."""
    if not chosen:
        _refuse("没有选分出去的人。", "请选择至少一个人。", "分出去的人")
    plan = _leave(Change.SPLIT, house, chosen, on, today, new_head, "分出去的人")
    if plan.closes:
        _refuse(
            f"{house.name}的人全选上了，这样就不是分户。",
            "请留下至少一个人；整户搬到别处的，请修改住址或组别。",
            "分出去的人",
        )
    if head is None and len(plan.people) == 1:
        head = plan.people[0].id
    own = next((one for one in plan.people if one.id == head), None)
    if own is None:
        _refuse("新户还没有户主。", "请从分出去的人里选一个当新户的户主。", "新户的户主")
    return ChangePlan(
        Change.SPLIT, on, house, people=plan.people, new_head=plan.new_head, own_head=own
    )


def plan_join(house: House, into: House, *, on: date, today: date) -> ChangePlan:
    """R46: all of ``house`` go over to ``into``; ``house`` ends on that day."""
    if house.id == into.id:
        _refuse("不能并到自己这一户。", "请选择另一户。", "并入哪一户")
    plan = _leave(Change.JOIN, house, (), on, today, None, "")
    _check_open(into, on)
    if not plan.people:
        _refuse(f"{house.name}没有登记成员，没有人可以并过去。", "请先登记成员。", "")
    return ChangePlan(Change.JOIN, on, house, into, people=plan.people, closes=True, is_whole=True)


def plan_new_head(house: House, person_id: str, *, on: date, today: date) -> ChangePlan:
    """R46: a member becomes the head from a day on."""
    check_day(on, today)
    _check_open(house, on)
    head = _follower(house, (), person_id, on)
    if head.id == house.head_id:
        _refuse(f"{head.name}已经是户主。", "请选择另一个人。", "新户主")
    if house.head is not None:
        _check_order(house.head, on)
    return ChangePlan(Change.NEW_HEAD, on, house, people=(head,), new_head=head)


def plan_birth(
    house: House,
    *,
    on: date,
    today: date,
    mother: Member | None = None,
    father: Member | None = None,
) -> ChangePlan:
    """R46: a child is born into a household; parents may be of another household, or unsaid."""
    check_day(on, today)
    _check_open(house, on)
    for parent, sex, word in ((mother, Sex.FEMALE, "母亲"), (father, Sex.MALE, "父亲")):
        if parent is None:
            continue
        if parent.sex not in (None, sex):
            _refuse(f"{parent.name}登记的性别是{parent.sex.label}。", "请重新选择。", word)
        if parent.born_on is not None and parent.born_on >= on:
            _refuse(f"{parent.name}出生在这个孩子以后。", "请核对出生日期。", word)
    if mother is not None and mother.died_on is not None and mother.died_on < on:
        _refuse(f"{mother.name}在孩子出生以前已经去世。", "请核对日期和母亲。", "母亲")
    return ChangePlan(Change.BORN, on, house)


def plan_arrival(
    house: House | None, returning: Sequence[Member], *, on: date, today: date
) -> ChangePlan:
    """R46: people come to a household (``None``: to a new one); ``returning`` once left it."""
    check_day(on, today)
    if house is not None:
        _check_open(house, on)
    for one in returning:
        if one.died_on is not None:
            _refuse_dead(one)
        if one.left_on is None:
            _refuse(f"{one.name}现在就登记在本村。", "换一户请用“分户”或“并户”。", "迁入的人")
        _check_order(one, on)
    return ChangePlan(Change.MOVE_IN, on, house, people=tuple(returning))


def check_day(on: date, today: date) -> None:
    """Raises InTheFutureError for a day to come, BadValueError for one out of all sense."""
    if on > today:
        raise InTheFutureError(
            f"{chinese_date(on)}还没有到，不能提前登记。",
            hint="请核对日期；到了那天再登记。",
            where="日期",
        )
    if on.year not in SENSIBLE_YEARS:
        _refuse(f"{chinese_date(on)}的年份不对。", "请核对年份。", "日期")


# -- what every leaving has in common -----------------------------------------------------------


def _leave(
    act: Change,
    house: House,
    chosen: Collection[str],
    on: date,
    today: date,
    new_head: str | None,
    where: str,
) -> ChangePlan:
    check_day(on, today)
    _check_open(house, on)
    people = _chosen(house, chosen, on, where) if chosen else house.here
    for one in people:
        _check_order(one, on)
    left = [one for one in house.here if one not in people]
    if not left:
        _check_last(house, on)
        return ChangePlan(act, on, house, people=people, closes=True, is_whole=len(people) != 1)
    follower = None
    if house.head is not None and house.head in people:
        follower = _follower(house, people, new_head, on)
    return ChangePlan(act, on, house, people=people, new_head=follower)


def _chosen(house: House, chosen: Collection[str], on: date, where: str) -> tuple[Member, ...]:
    there = {one.id: one for one in house.members}
    for each in chosen:
        one = there.get(each)
        if one is None:
            _refuse(f"选的人不在{house.name}。", "请重新选择。", where)
        if one.died_on is not None:
            _refuse_dead(one)
        if one.left_on is not None:
            _refuse(
                f"{one.name}已于{chinese_date(one.left_on)}迁出。",
                "登记错了的，请在户情变动里更正那一条。",
                where,
            )
    wanted = set(chosen)
    return tuple(one for one in house.here if one.id in wanted)


def _follower(house: House, leaving: Collection[Member], person_id: str | None, on: date) -> Member:
    """Who is head afterwards; the only one left is it without being asked for."""
    left = [one for one in house.here if one not in leaving]
    if person_id is None and len(left) == 1:
        person_id = left[0].id
    if person_id is None:
        names = "、".join(one.name for one in left)
        head = house.head.name if house.head else ""
        _refuse(f"{head}是户主，还没有选新户主。", f"请从{names}里选一个。", "新户主")
    found = next((one for one in left if one.id == person_id), None)
    if found is None:
        _refuse("新户主应当是这一户留下来的人。", "请选择另一个人。", "新户主")
    _check_order(found, on)
    return found


def _check_open(house: House, on: date) -> None:
    if house.ended_on is not None:
        _refuse(
            f"{house.name}已于{chinese_date(house.ended_on)}销户。",
            "登记错了的，请在户情变动里更正最后一条。",
            "农户",
        )
    if house.began_on is not None and on < house.began_on:
        _refuse(
            f"{house.name}从{chinese_date(house.began_on)}才有，日期不能更早。",
            "请核对日期。",
            "日期",
        )


def _check_last(house: House, on: date) -> None:
    if house.last_gone_on is not None and on < house.last_gone_on:
        _refuse(
            f"{chinese_date(house.last_gone_on)}这户还有人，最后走的日期不能更早。",
            "请核对日期。",
            "日期",
        )


def _check_order(one: Member, on: date) -> None:
    if one.born_on is not None and on < one.born_on:
        _refuse(
            f"{one.name}{chinese_date(one.born_on)}才出生，日期不能更早。", "请核对日期。", "日期"
        )
    days = [day for day in (one.joined_on, one.left_on, one.last_on) if day is not None]
    if days and on < max(days):
        known = one.last_words if one.last_on == max(days) and one.last_words else "变动"
        _refuse(
            f"{one.name}在{chinese_date(max(days))}已有一条{known}，日期不能更早。",
            "请核对日期；要插在前面的，请先更正后面那一条。",
            "日期",
        )


def _refuse_dead(one: Member) -> NoReturn:
    assert one.died_on is not None
    _refuse(
        f"{one.name}已于{chinese_date(one.died_on)}去世。",
        "登记错了的，请在户情变动里更正那一条。",
        "姓名",
    )


def _refuse(message: str, hint: str, where: str) -> NoReturn:
    raise BadValueError(message, hint=hint, where=where)
