"""Which household of the desk a block of rows is: by code, head, and the people in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from longshan_desk.domain.people import HEAD
from longshan_desk.sheets.existing import ExistingHousehold, ExistingPerson
from longshan_desk.sheets.families import Family, household_changes, household_unsaid
from longshan_desk.sheets.import_plan import NEW
from longshan_desk.sheets.match_people import (
    Register,
    assign,
    changes,
    differ,
    linked,
    row_key,
    unsaid,
)
from longshan_desk.sheets.read_households import HouseholdSheet, PersonRow

Decisions = Mapping[int, str]


def find_households(
    sheet: HouseholdSheet, register: Register, decisions: Decisions
) -> dict[int, Family]:
    """A family for every block, in the sheet's order."""
    families = {key: Family(block) for key, block in sheet.households.items()}
    for row in sheet.rows:
        families[row.household_key].rows.append(row)
    taken = {
        key: family for key, family in families.items() if family.sound_rows
    }  # a household of which every row is refused must not be another's
    finder = _Finder(register, decisions, taken)
    for family in sorted(taken.values(), key=lambda family: family.group is None):
        if not family.block.is_loose:
            finder.by_certain_signs(family)
    finder.by_cards()
    finder.by_names()
    return families


class Likeness(NamedTuple):
    """How much a family is like a household, the weightiest sign first."""

    cards: int
    nothing_new: bool
    missing: int
    silent: int
    head: bool
    shared: int
    address: bool


Choices = Sequence[tuple[Family, list[ExistingHousehold]]]


class _Finder:
    def __init__(
        self, register: Register, decisions: Decisions, families: Mapping[int, Family]
    ) -> None:
        self.register = register
        self.decisions = decisions
        self.families = families
        self.taken: set[str] = set()
        self.settled: set[int] = set()
        self.interchangeable: set[str] = set()
        self.has_groups = any(family.group is not None for family in families.values())

    def settle(self, family: Family, household_id: str | None) -> None:
        family.household_id = household_id
        self.settled.add(family.block.key)
        if household_id:
            self.taken.add(household_id)

    # -- what leaves no doubt -----------------------------------------------------------------

    def by_certain_signs(self, family: Family) -> None:
        """A decision of the user, the household's code, the head's own number."""
        head = family.head_row
        choice = self.decisions.get(head.row, "") if head else ""
        if person := self.register.by_id.get(choice):
            decided = self.register.households[person.household_id]
            if decided.head_name in (person.name, family.block.head_name):
                self.settle(family, decided.id)
                return
        if self._head_is_decided_new(family):
            self.settle(family, None)
        elif self._by_code(family):
            return
        elif (household := self._by_card_of_head(family)) and household.id not in self.taken:
            self.settle(family, household.id)

    def _by_code(self, family: Family) -> bool:
        """A code alone is not enough: rosters that are numbered anew give codes to others."""
        code = family.block.values.get("household_code")
        there = self.register.by_code.get(code, []) if code else []
        if len(there) > 1:
            there = [household for household in there if household.group == family.group]
        known = [h for h in there if h.id not in self.taken and self._has_somebody_of(family, h)]
        if len(known) == 1:
            self.settle(family, known[0].id)
        elif there and not known and not self._shared_elsewhere(family):
            family.doubtful = tuple(there)
            self.settled.add(family.block.key)
        return family.block.key in self.settled

    def _has_somebody_of(self, family: Family, household: ExistingHousehold) -> bool:
        if household.head_name == family.block.head_name or self._shared(family, household):
            return True
        return any(p.household_id == household.id for r in family.rows for p in self._carded(r))

    def _shared_elsewhere(self, family: Family) -> bool:
        return any(self._carded(row) for row in family.rows)

    def _head_is_decided_new(self, family: Family) -> bool:
        head = family.head_row
        if family.block.head_name is None:
            head = family.rows[0]
        return head is not None and self.decisions.get(head.row) == NEW

    def _by_card_of_head(self, family: Family) -> ExistingHousehold | None:
        head = family.head_row
        if head is None:
            return None
        for person in self._carded(head):
            household = self.register.households[person.household_id]
            if not household.ended and household.head_name in (person.name, head.name):
                return household
        return None

    def _carded(self, row: PersonRow) -> list[ExistingPerson]:
        return [p for p in self.register.by_key.get(row_key(row.values), ()) if not p.is_gone]

    def _open(self) -> list[Family]:
        """Names count within a group, and in the whole village for a sheet without groups."""
        return [
            family
            for family in self.families.values()
            if (family.group is not None or not self.has_groups)
            and not (family.block.key in self.settled or family.block.is_loose or family.doubtful)
        ]

    # -- by the people's numbers --------------------------------------------------------------

    def by_cards(self) -> None:
        """The household where most of the block's people are, unless they have left it."""
        for family in self._open():
            votes = Counter(p.household_id for row in family.sound_rows for p in self._carded(row))
            if not votes:
                continue
            household = self.register.households[votes.most_common(1)[0][0]]
            if self._free(household) and self._has_not_left(family, household):
                self.settle(family, household.id)

    def _has_not_left(self, family: Family, household: ExistingHousehold) -> bool:
        """A son who heads rows of his own has left his father's household: that is no match."""
        if household.head_name in family.names or family.block.head_name is None:
            return True
        return all(p.is_gone for p in self.register.named(household.id, household.head_name))

    # -- by names -----------------------------------------------------------------------------

    def by_names(self) -> None:
        """Blocks and households of one group that share the head's name, or most names of a
        block that names no head, compared with each other."""
        found = {family.block.key: self._possible(family) for family in self._open()}
        for keys in linked({key: [h.id for h in possible] for key, possible in found.items()}):
            self._compare([(self.families[key], found[key]) for key in keys])

    def _possible(self, family: Family) -> list[ExistingHousehold]:
        """Households that have no group yet may be of any."""
        votes: Counter[str] = Counter()
        if family.block.head_name is None or family.block.members:
            for name in family.names:
                places = self.register.named_in_group(family.group, name)
                votes.update({p.household_id for p in places if not p.is_gone})
        found = [h for h, count in votes.items() if count * 2 >= len(family.names)]
        found += [h.id for h in self.register.by_head.get(family.block.head_name or "", ())]
        there = (self.register.households[each] for each in dict.fromkeys(found))
        return [
            household
            for household in there
            if (family.group in (None, household.group) or household.group == 0)
            and self._comparable(household)
            and self._may_be(family, household)
        ]

    def _is_enough(self, likeness: Likeness) -> bool:
        """One name shared is not enough where nobody is named as head."""
        return likeness.head or likeness.nothing_new or likeness.shared > 1

    def _compare(self, found: Choices) -> None:
        """Join what is most alike. A block that says something new of every household is joined
        only if one of them is clearly better than the rest."""
        family, households = found[0]
        is_head = family.block.head_name == households[0].head_name
        if len(found) == 1 and len(households) == 1 and is_head and self._free(households[0]):
            self.settle(family, households[0].id)
            return
        pairs = [
            (self._likeness(family, household), family, household)
            for family, households in found
            for household in households
        ]
        pairs.sort(key=lambda pair: pair[0], reverse=True)
        for likeness, family, household in pairs:
            if family.block.key in self.settled or household.id in self.taken:
                continue
            rivals = [
                other
                for other, its, theirs in pairs
                if (its is family) != (theirs is household)
                and (its is family or its.block.key not in self.settled)
                and self._comparable(theirs)
            ]
            is_best = all(other < likeness for other in rivals)
            if likeness.nothing_new or (is_best and self._is_enough(likeness)):
                self.settle(family, household.id)
            if likeness.nothing_new and any(
                other.nothing_new and other.cards == likeness.cards for other in rivals
            ):
                # Right in any case, and no ground to conclude anything for the others.
                self.interchangeable.add(household.id)
        for family, households in found:
            if family.block.key not in self.settled:
                family.doubtful = tuple(filter(self._free, households))

    def _free(self, household: ExistingHousehold) -> bool:
        return household.id not in self.taken and not household.ended

    def _comparable(self, household: ExistingHousehold) -> bool:
        """Free, or taken by a block that would have found another one just as good."""
        return self._free(household) or household.id in self.interchangeable

    def _may_be(self, family: Family, household: ExistingHousehold) -> bool:
        """Not when codes differ, or when the heads are two people and nobody else is shared."""
        code = family.block.values.get("household_code")
        if code and household.code and code != household.code:
            return False
        head = family.head_row
        named = self.register.named(household.id, household.head_name)
        heads = [person for person in named if person.relation == HEAD]
        if head is None or not heads or not all(differ(head.values, p) for p in heads):
            return True
        return bool(self._shared(family, household) - {household.head_name})

    def _shared(self, family: Family, household: ExistingHousehold) -> set[str]:
        there = {p.name for p in self.register.by_household.get(household.id, ())}
        return family.names & there

    def _likeness(self, family: Family, household: ExistingHousehold) -> Likeness:
        there = self.register.by_household.get(household.id, [])
        keys = {self.register.key(person) for person in there} - {""}
        same = {
            row.row: [p for p in there if p.name == row.name and not changes(row.values, p)]
            for row in family.sound_rows
        }
        found = assign(same)
        silent = household_unsaid(family.block, household) + sum(
            unsaid(row.values, found[row.row]) for row in family.sound_rows if row.row in found
        )
        nothing_new = len(found) == len(family.sound_rows) and not household_changes(
            family.block, household
        )
        shared = len(self._shared(family, household))
        return Likeness(
            cards=sum(row_key(row.values) in keys for row in family.sound_rows),
            nothing_new=nothing_new,
            missing=-(len(there) - shared),
            silent=-silent,
            head=family.block.head_name == household.head_name,
            shared=shared,
            address=bool(household.address)
            and family.block.values.get("address") == household.address,
        )
