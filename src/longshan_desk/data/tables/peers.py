"""What this desk knows of the other desks, and what was sealed: nothing of it is exchanged but the
months that were handed over."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from longshan_desk.data.tables.exchanged import Exchanged, Table
from longshan_desk.data.types import JsonText


class ReportedMonth(Exchanged, Table):
    """A month that the village has handed over: it has arrived where this row has arrived."""

    __tablename__ = "reported_month"
    OWNER: ClassVar[str] = "village"

    month: Mapped[str] = mapped_column(index=True)
    reported_on: Mapped[date]
    by: Mapped[str]


class NotSame(Exchanged, Table):
    """A person has looked: these two records look like doubles and are not (R46, R48)."""

    __tablename__ = "not_same"
    OWNER: ClassVar[str] = "village"

    tbl: Mapped[str]
    one: Mapped[str] = mapped_column(index=True)
    other: Mapped[str]
    by: Mapped[str]
    said_on: Mapped[date]


class HeldDeviceList(Table):
    """Every version of the device list that this desk has seen, as it was signed."""

    __tablename__ = "device_list"

    v: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    body: Mapped[bytes]
    sig: Mapped[bytes]


class DeviceClaim(Table):
    """A listed desk says, under its signature, that it also writes under this number."""

    __tablename__ = "device_claim"

    dev: Mapped[str] = mapped_column(String, primary_key=True)
    by: Mapped[str]
    sig: Mapped[bytes]


class AskedToJoin(Table):
    """A request to join that lay before the township, and how often its digits were wrong."""

    __tablename__ = "asked_to_join"

    sha256: Mapped[str] = mapped_column(String, primary_key=True)
    at: Mapped[str]
    dev: Mapped[str]
    name: Mapped[str]
    tries: Mapped[int]
    state: Mapped[str]
    """``open``, ``accepted`` or ``discarded``."""


class SyncPkgOut(Table):
    """Every package that this desk made."""

    __tablename__ = "sync_pkg_out"

    no: Mapped[int] = mapped_column(Integer, primary_key=True)
    pkg: Mapped[str]
    dev: Mapped[str]
    place: Mapped[str]
    at: Mapped[str]
    file: Mapped[str]
    size: Mapped[int]
    said: Mapped[dict[str, Any]] = mapped_column(JsonText)
    """Months, counts, and what it acknowledged."""


class PkgNote(Table):
    """What a received package said beside its records."""

    __tablename__ = "pkg_note"

    pkg: Mapped[str] = mapped_column(String, primary_key=True)
    place: Mapped[str]
    dev: Mapped[str]
    made: Mapped[str]
    said: Mapped[dict[str, Any]] = mapped_column(JsonText)
    """Months, counts, attachments it wants, the version of its device list."""


class LostAttachment(Table):
    """An attachment that nobody has any more: it is not asked for again (F81)."""

    __tablename__ = "lost_attachment"

    digest: Mapped[str] = mapped_column(String, primary_key=True)


class SealedMatter(Table):
    """R35: words sealed to the commission, until the township has confirmed their arrival."""

    __tablename__ = "sealed_matter"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    sealed: Mapped[bytes]


class SealedEnvelope(Table):
    """R35: an envelope that went out, and the sealed matters in it."""

    __tablename__ = "sealed_envelope"

    sha256: Mapped[str] = mapped_column(String, primary_key=True)
    matters: Mapped[str] = mapped_column(Text)


class ReceivedEnvelope(Table):
    """R35: an envelope at the township; only the commission can open it."""

    __tablename__ = "received_envelope"

    sha256: Mapped[str] = mapped_column(String, primary_key=True)
    place: Mapped[str]
    at: Mapped[str]
    sealed: Mapped[bytes]
