"""What a form says of the office a desk belongs to, checked before it is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from longshan_desk.domain.entry import optional_text, required_text
from longshan_desk.domain.labels import OfficeKind
from longshan_desk.domain.phones import read_phone


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """The office's particulars; its code and role are given once and stay."""

    LABELS: ClassVar[dict[str, str]] = {
        "name": "名称",
        "kind": "类别",
        "township": "乡镇",
        "county": "县",
        "address": "地址",
        "phone": "电话",
    }

    name: str
    kind: OfficeKind = OfficeKind.VILLAGE
    township: str | None = None
    county: str | None = None
    address: str | None = None
    phone: str | None = None

    def checked(self) -> OfficeFacts:
        """In the form that is kept; raises BadValueError."""
        return replace(
            self,
            name=required_text(self.name, "名称", 40),
            township=optional_text(self.township),
            county=optional_text(self.county),
            address=optional_text(self.address),
            phone=read_phone(self.phone, where="电话"),
        )
