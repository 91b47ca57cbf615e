"""Finds which rows of a roster belong to one household, in whichever way it shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from longshan_desk.domain.people import HEAD
from longshan_desk.domain.person_words import NO, YES
from longshan_desk.sheets.body import Body


@dataclass(slots=True)
class Block:
    """The rows of one household. ``key`` is the number of its first row.

    ``head_name`` is None where nobody is named as head; ``is_loose`` says that the sheet shows
    no households at all, so that the household is only this one person's until more is known.
    ``members`` are names of others in the household who stand on no row.
    """

    key: int
    head_name: str | None = None
    is_loose: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    members: set[str] = field(default_factory=set)
    head_rows: int = 0
    mark: object = None
    area: int | None = None


class BlockFinder:
    """Told row after row, it says to which household the row belongs.

    In this order it goes by a household's number, the head's name (merged down, on the first row
    or on every row), and the relation 户主 that begins a household.
    """

    def __init__(self, body: Body) -> None:
        self._body = body
        self._values = body.values
        self.blocks: dict[int, Block] = {}
        self._current: Block | None = None
        self._known: dict[object, Block] = {}
        self._coded: dict[object, list[Block]] = {}
        self._heads_only = "name" not in self._values
        self._heads = self._said("head_name")
        if self._heads and not self._heads_only and self._only_yes_and_no():
            self._move_to_relation()
        self._names = self._values["head_name" if self._heads_only else "name"]
        self._marked_by = "household_code" if self._said("household_code") else "household_mark"
        self._marks = self._said(self._marked_by)
        self.is_loose = not (self._marks or self._heads or self._said("relation"))

    def name(self, index: int) -> str | None:
        """Whom the row is about; a row that names the head alone is about the head."""
        name: str | None = self._names[index]
        if name is None and self._heads and not self._heads_only:
            is_own = self._body.areas["head_name"].get(index) in (None, self._row(index))
            relation = self._relation(index)
            if is_own and relation in (None, HEAD) and index not in self._body.bad["name"]:
                return self._heads[index]  # type: ignore[no-any-return]
        return name

    def block(self, index: int, name: str | None, relation: str | None) -> Block:
        if self.is_loose:
            return self._start(index, None, is_loose=True)
        if self._heads_only:
            return self._start(index, name)
        if self._marks and self._marks[index] is not None:
            found = self._by_mark(index)
        elif self._heads and self._heads[index] is not None:
            found = self._by_head(index, name, relation)
        else:
            found = self._by_relation(index, name, relation)
        if self._heads and found.head_name is None and self._heads[index]:
            found.head_name = self._heads[index]
        if relation == HEAD:
            found.head_rows += 1
            found.head_name = found.head_name or name
        return found

    def is_head(self, block: Block, index: int, name: str | None, relation: str | None) -> bool:
        """Whether a row that says no relation is the head's own."""
        if relation or name is None or block.head_rows or block.is_loose:
            return False
        if self._heads_only or name == block.head_name:
            block.head_rows = 1
            return True
        return False

    # -- the three ways -----------------------------------------------------------------------

    def _by_mark(self, index: int) -> Block:
        assert self._marks is not None
        mark = self._marks[index]
        area = self._body.areas.get(self._marked_by, {}).get(index)
        current = self._current
        if current and current.mark == mark and (area is None or area == current.area):
            return current
        if self._marked_by == "household_code":
            for known in self._coded.get(mark, ()):
                if not self._is_elsewhere(known, index):
                    self._current = known
                    return known
        block = self._start(index, None, mark=mark, area=area)
        self._coded.setdefault(mark, []).append(block)
        return block

    def _by_head(self, index: int, name: str | None, relation: str | None) -> Block:
        assert self._heads is not None
        head = self._heads[index]
        area = self._body.areas["head_name"].get(index)
        current = self._current
        is_head = relation == HEAD or (relation is None and name == head)
        if current and area is not None and area == current.area:
            return current
        if current and self._goes_on(current, index, head, area, is_head):
            return current
        known = self._known.get((head, self._group(index)))
        if known and area is None and not (is_head and known.head_rows):
            self._current = known
            return known
        return self._start(index, head, area=area, known=(head, self._group(index)))

    def _goes_on(
        self, current: Block, index: int, head: str, area: int | None, is_head: bool
    ) -> bool:
        return (
            head == current.head_name
            and area is None
            and not (is_head and current.head_rows)
            and not self._is_elsewhere(current, index)
        )

    def _by_relation(self, index: int, name: str | None, relation: str | None) -> Block:
        """The row has neither number nor head: it belongs to the household above, unless …"""
        current = self._current
        if current is None or self._is_elsewhere(current, index):
            return self._start(index, None)
        is_other_head = relation == HEAD and (
            not self._heads or current.head_rows or current.head_name not in (None, name)
        )
        return self._start(index, None) if is_other_head else current

    def _is_elsewhere(self, current: Block, index: int) -> bool:
        group, known = self._group(index), current.values.get("group")
        return group is not None and known is not None and group != known

    def _start(
        self,
        index: int,
        head_name: str | None,
        *,
        is_loose: bool = False,
        mark: object = None,
        area: int | None = None,
        known: object = None,
    ) -> Block:
        row = self._body.row_number(index)
        block = Block(row, head_name, is_loose, mark=mark, area=area)
        self.blocks[row] = self._current = block
        if known is not None:
            self._known[known] = block
        return block

    # -- single cells -------------------------------------------------------------------------

    def _row(self, index: int) -> int:
        return self._body.header.first_row + index

    def _relation(self, index: int) -> str | None:
        return self._values["relation"][index] if "relation" in self._values else None

    def _group(self, index: int) -> int | None:
        said = self._values["group"][index] if "group" in self._values else None
        return said.number if said else None

    def _said(self, field: str) -> list[Any] | None:
        """A column's values, unless it is not there or nobody filled it in."""
        values = self._values.get(field)
        return values if values and any(value is not None for value in values) else None

    def _only_yes_and_no(self) -> bool:
        said = {head for head in self._heads or () if head is not None}
        return bool(said) and said <= YES | NO

    def _move_to_relation(self) -> None:
        """A column 户主 that only says 是 or 否 marks the head's row."""
        heads = self._values.pop("head_name")
        self._body.areas.pop("head_name", None)
        self._heads = None
        relations = self._values.setdefault("relation", [None] * len(heads))
        for index, said in enumerate(heads):
            if said in YES and relations[index] is None:
                relations[index] = HEAD
