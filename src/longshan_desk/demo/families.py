"""The families of an invented village: who lives with whom, how old, and where they work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from longshan_desk.demo.cards import Cards
from longshan_desk.demo.names import SPECIAL, SpecialName, given_name, surname
from longshan_desk.domain.household_facts import HouseholdFacts, PersonFacts
from longshan_desk.domain.labels import Sex

MAN, WOMAN = Sex.MALE, Sex.FEMALE


@dataclass(frozen=True, slots=True)
class Hamlet:
    """A group: its number and name, the family it is named after, and its share of households."""

    number: int
    name: str
    family: str = ""
    share: int = 1
    is_han: bool = False


HAMLETS = (
    Hamlet(1, "上湾", "马", 62),
    Hamlet(2, "下湾", "", 55),
    Hamlet(3, "哈家山", "哈", 58),
    Hamlet(4, "穆家坪", "穆", 47),
    Hamlet(5, "阳洼", "", 52),
    Hamlet(6, "撒家沟", "撒", 44),
    Hamlet(7, "沟口", "杨", 43, is_han=True),
    Hamlet(8, "丁家梁", "丁", 39),
)

_SIZES = {1: 8, 2: 16, 3: 20, 4: 24, 5: 17, 6: 11, 7: 4}
_WORK = "新疆乌鲁木齐,宁夏银川,青海西宁,甘肃兰州,陕西西安,内蒙古包头,浙江义乌,江苏昆山,西藏拉萨"
WORK_PLACES = tuple(_WORK.split(","))


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a family that is being made up."""

    relation: str
    sex: Sex
    age: int
    has_own_surname: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """A household ready to be registered."""

    hamlet: Hamlet
    facts: HouseholdFacts
    head: PersonFacts
    members: tuple[PersonFacts, ...]
    is_poor: bool

    @property
    def people(self) -> tuple[PersonFacts, ...]:
        return (self.head, *self.members)


def families(rng: Random, households: int, persons: int, today: date) -> list[Family]:
    """``households`` families with ``persons`` people together, in the order of the groups."""
    cards = Cards(rng)
    sizes = _sizes(rng, households, persons)
    made: list[Family] = []
    for hamlet, place in _places(households):
        drafts = _compose(rng, sizes[len(made)])
        made.append(_family(rng, cards, hamlet, place, drafts, today))
    return _name_twice(_rename(made))


def _sizes(rng: Random, households: int, persons: int) -> list[int]:
    sizes = rng.choices(list(_SIZES), list(_SIZES.values()), k=households)
    while sum(sizes) != persons:
        step = 1 if sum(sizes) < persons else -1
        one = rng.randrange(households)
        if 1 <= sizes[one] + step <= 8:
            sizes[one] += step
    return sizes


def _places(households: int) -> Iterator[tuple[Hamlet, int]]:
    """The hamlet of each household with its running number there."""
    total = sum(hamlet.share for hamlet in HAMLETS)
    begun = 0
    for hamlet in HAMLETS:
        ended = begun + hamlet.share
        count = households * ended // total - households * begun // total
        yield from ((hamlet, place) for place in range(1, count + 1))
        begun = ended


# -- who lives together ---------------------------------------------------------------------


def _compose(rng: Random, size: int) -> list[Member]:
    if size == 1:
        return [_alone(rng)]
    if size == 2 and rng.random() < 0.6:
        age = rng.randint(58, 82)
        return _couple(rng, age)
    if size == 2:
        return [Member("户主", rng.choice((MAN, WOMAN)), rng.randint(60, 74)), _grandchild(rng, 10)]
    if size >= 5 or rng.random() < 0.3:
        return _three_generations(rng, size)
    return _with_children(rng, size)


def _alone(rng: Random) -> Member:
    if rng.random() < 0.7:
        return Member("户主", rng.choice((MAN, WOMAN)), rng.randint(64, 88))
    return Member("户主", MAN, rng.randint(36, 60))


def _couple(rng: Random, age: int) -> list[Member]:
    wife = Member("配偶", WOMAN, max(20, age - rng.randint(-1, 4)), has_own_surname=True)
    return [Member("户主", MAN, age), wife]


def _with_children(rng: Random, size: int) -> list[Member]:
    age = rng.randint(28, 52)
    people = _couple(rng, age)
    if size > 3 and rng.random() < 0.35:
        people.append(Member("母亲", WOMAN, age + rng.randint(20, 28), has_own_surname=True))
    return people + list(_children(rng, size - len(people), age))


def _children(rng: Random, count: int, father: int) -> Iterator[Member]:
    oldest = max(0, father - rng.randint(22, 27))
    seen: dict[Sex, int] = {}
    for nth in range(count):
        sex = rng.choice((MAN, WOMAN))
        seen[sex] = seen.get(sex, 0) + 1
        ordinal = "长次三四五"[min(seen[sex], 5) - 1]
        word = f"{ordinal}{'子' if sex is MAN else '女'}"
        yield Member(word, sex, max(0, oldest - 3 * nth))


def _three_generations(rng: Random, size: int) -> list[Member]:
    age = rng.randint(50, 68)
    people = _couple(rng, age)
    son = max(21, age - rng.randint(22, 26))
    people.append(Member("子", MAN, son))
    if size > 3:
        people.append(Member("儿媳", WOMAN, max(20, son - rng.randint(0, 4)), has_own_surname=True))
    while len(people) < size:
        people.append(_grandchild(rng, min(15, max(0, son - 21))))
    return people


def _grandchild(rng: Random, most: int) -> Member:
    sex = rng.choice((MAN, WOMAN))
    return Member("孙子" if sex is MAN else "孙女", sex, rng.randint(0, most))


# -- what is known of them ------------------------------------------------------------------


def _family(
    rng: Random, cards: Cards, hamlet: Hamlet, place: int, drafts: list[Member], today: date
) -> Family:
    name = surname(rng, is_han=hamlet.is_han, at_home=hamlet.family)
    people = [_person(rng, cards, hamlet, draft, name, today) for draft in drafts]
    facts = HouseholdFacts(
        group_no=hamlet.number,
        code=f"{hamlet.number:02d}{place:03d}",
        address=f"大湾村{hamlet.name}{place}号",
    )
    return Family(hamlet, facts, people[0], tuple(people[1:]), is_poor=rng.random() < 0.09)


def _person(
    rng: Random, cards: Cards, hamlet: Hamlet, draft: Member, family_name: str, today: date
) -> PersonFacts:
    own = surname(rng, is_han=hamlet.is_han) if draft.has_own_surname else family_name
    born_on = cards.birthday(draft.age, today)
    from_here = not draft.has_own_surname or rng.random() < 0.7
    number = cards.id_number(born_on, draft.sex, is_from_here=from_here)
    is_away = 19 <= draft.age <= 54 and rng.random() < (0.42 if draft.sex is MAN else 0.2)
    return PersonFacts(
        name=own + given_name(rng, draft.sex, draft.age),
        relation=draft.relation,
        id_number=number,
        sex=draft.sex,
        born_on=born_on,
        phone=cards.phone() if 17 <= draft.age <= 76 and rng.random() < 0.8 else None,
        ethnicity="汉族" if hamlet.is_han else "回族",
        political=_political(rng, draft.age),
        education=_education(rng, draft.age),
        work_place=rng.choice(WORK_PLACES) if is_away else None,
        resident="外出" if is_away else "常住",
    )


def _political(rng: Random, age: int) -> str:
    if age >= 22 and rng.random() < 0.045:
        return "中共党员"
    return "共青团员" if 14 <= age < 28 and rng.random() < 0.12 else "群众"


def _education(rng: Random, age: int) -> str | None:
    if age < 6:
        return None
    if age < 13:
        return "小学在读"
    if age < 19:
        return rng.choice(("初中在读", "高中在读"))
    words = ("文盲", "小学", "初中", "高中", "大专", "本科")
    weights = (5, 9, 4, 1, 0, 0) if age >= 55 else (1, 5, 9, 4, 2, 1)
    return rng.choices(words, weights)[0]


# -- names that try a program out -----------------------------------------------------------


def _rename(made: Sequence[Family]) -> list[Family]:
    """Give the special names to people whom they fit, spread over the village (R34)."""
    renamed = list(made)
    taken: set[int] = set()
    for nth, special in enumerate(SPECIAL):
        start = nth * len(made) // len(SPECIAL)
        order = [*range(start, len(made)), *range(start)]
        fitting = (i for i in order if i not in taken and _place_for(special, made[i]))
        index = next(fitting, None)
        if index is not None:
            taken.add(index)
            renamed[index] = _with_name(renamed[index], special)
    return renamed


def _place_for(special: SpecialName, family: Family) -> int | None:
    """The place in a family, from 1, of the member who could bear the name; 0 is the head."""
    married_in = special.marries
    for place, person in enumerate(family.members, start=1):
        same_family = married_in or family.head.name[0] == special.name[0]
        fits = person.relation in (("子", "儿媳") if married_in else _OFFSPRING)
        if person.sex is special.sex and same_family and fits:
            return place
    return None


_OFFSPRING = ("长子", "次子", "长女", "次女", "孙子", "孙女", "子")


def _with_name(family: Family, special: SpecialName) -> Family:
    place = _place_for(special, family)
    assert place is not None
    person = replace(family.members[place - 1], name=special.name)
    if special.marries:
        person = replace(person, relation=special.marries, ethnicity=special.ethnicity)
    members = (*family.members[: place - 1], person, *family.members[place:])
    return replace(family, members=members)


def _name_twice(made: list[Family]) -> list[Family]:
    """Two heads of one name in one group, as every village has them."""
    third = [i for i, family in enumerate(made) if family.hamlet.number == 3]
    first, second = third[0], third[-1]
    if made[first].head.sex is not made[second].head.sex:
        second = next((i for i in third[1:] if made[i].head.sex is made[first].head.sex), third[-1])
    name = made[first].head.name
    made[second] = replace(made[second], head=replace(made[second].head, name=name))
    return made
