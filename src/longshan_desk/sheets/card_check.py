"""Holds what a row says of a person against the number of the person's card (GB 11643)."""

from __future__ import annotations

from datetime import date
from typing import Any

from longshan_desk.domain import people
from longshan_desk.domain.labels import IdKind
from longshan_desk.errors import BadValueError
from longshan_desk.sheets.body import Body
from longshan_desk.sheets.endings import Problem
from longshan_desk.sheets.grid import cell_text


class CardCheck:
    """Asked row after row, it knows the numbers of the rows above."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self._seen: dict[str, int] = {}

    def check(self, index: int, values: dict[str, Any], problems: list[Problem]) -> list[Problem]:
        """Add what the card's number says; a contradiction is a problem, never settled here."""
        body = self.body
        if "id_number" not in body.values:
            return problems
        card = body.values["id_number"][index]
        if values.get("id_kind") is IdKind.OTHER:
            problems = [p for p in problems if p.column != body.header.heading("id_number")]
            try:
                card = people.read_id_number(body.raw("id_number", index), kind=IdKind.OTHER)
            except BadValueError as error:
                problems.append(body.problem("id_number", index, error))
        if card is None:
            values.pop("id_kind", None)
            return problems
        values["id_number"], values["id_kind"] = card.number, card.kind
        if card.born_on and self._is_its_month(index, card.born_on):
            problems = [p for p in problems if p.column != body.header.heading("born_on")]
        for name, on_card in (("sex", card.sex), ("born_on", card.born_on)):
            said = values.setdefault(name, on_card) if on_card else None
            if said is not None and said != on_card:
                problems.append(self._contradiction(index, name, said, on_card))
        return problems

    def _is_its_month(self, index: int, born_on: date) -> bool:
        """Whether the birthday's cell names the card's year and month and no day."""
        if index not in self.body.bad.get("born_on", ()):
            return False
        month = people.read_month_only(cell_text(self.body.raw("born_on", index)))
        return month == (born_on.year, born_on.month)

    def _contradiction(self, index: int, field: str, said: Any, on_card: Any) -> Problem:
        label = self.body.header.heading(field)
        said, on_card = (getattr(value, "label", value) for value in (said, on_card))
        error = BadValueError(
            f"{label}写的是{said}，身份证号里的是{on_card}，不一致。",
            hint="请对照证件，改正其中写错的一项。",
        )
        return self.body.problem(field, index, error)

    def double(self, index: int, number: str | None) -> list[Problem]:
        """The first row of a number stands; a second one is refused."""
        row = self.body.row_number(index)
        if number is None or (first := self._seen.setdefault(people.id_key(number), row)) == row:
            return []
        error = BadValueError(
            f"身份证号与第 {first} 行相同。",
            hint="同一个人只留一行；不是同一个人的，请核对证件。",
        )
        return [self.body.problem("id_number", index, error)]
