"""What the desk already knows, as plain rows for the planning of an import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from longshan_desk.domain.labels import IdKind, Role, Sex


@dataclass(frozen=True, slots=True)
class ExistingHousehold:
    """``head_name`` is what lists show; ``ended`` says moved away, joined to another, deleted."""

    id: str
    group: int
    head_name: str
    code: str | None = None
    address: str | None = None
    note: str | None = None
    special_groups: tuple[str, ...] = ()
    ended: bool = False


@dataclass(frozen=True, slots=True)
class ExistingPerson:
    """``special_groups`` are the codes in force; ``died``, ``left``, ``deleted`` never come back
    by an import, nor does anybody to one of the ``former_homes`` (R46)."""

    id: str
    household_id: str
    name: str
    id_number: str | None = None
    id_kind: IdKind | None = None
    sex: Sex | None = None
    born_on: date | None = None
    relation: str | None = None
    phone: str | None = None
    ethnicity: str | None = None
    political: str | None = None
    education: str | None = None
    health: str | None = None
    work_place: str | None = None
    resident: str | None = None
    special_groups: tuple[str, ...] = ()
    note: str | None = None
    died: bool = False
    left: bool = False
    deleted: bool = False
    gone_on: date | None = None
    former_homes: tuple[str, ...] = ()

    @property
    def is_gone(self) -> bool:
        return self.died or self.left or self.deleted


@dataclass(frozen=True, slots=True)
class ExistingTerm:
    id: str
    role: Role
    title: str | None = None
    is_acting_secretary: bool = False
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class ExistingCadre:
    """``id_number`` is that of the villager the cadre is known to be."""

    id: str
    name: str
    sex: Sex | None = None
    phone: str | None = None
    id_number: str | None = None
    note: str | None = None
    terms: tuple[ExistingTerm, ...] = ()
