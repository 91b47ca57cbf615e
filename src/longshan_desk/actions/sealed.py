"""Sealed intake (R35): words about a named cadre are encrypted to the commission's key alone, or
not taken at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from longshan_desk.data.records import office
from longshan_desk.data.store import Store
from longshan_desk.domain.entry import required_text
from longshan_desk.errors import AppError, BadValueError
from longshan_desk.exchange import seal_stick
from longshan_desk.peers import envelopes
from longshan_desk.peers.known import known_to, require_township


class SealUnavailableError(AppError):
    """The commission's key has not arrived, so nothing could be sealed before it is written."""

    code = "seal_unavailable"


@dataclass(frozen=True, slots=True)
class Opened:
    """What the commission reads."""

    place: str
    name: str
    arrived_at: str
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that has come, the newest first; ``closed`` envelopes could not be opened."""

    matters: tuple[Opened, ...]
    closed: int


def can_seal(store: Store) -> bool:
    """R35: whether the commission's key is here; it comes with the township's welcome."""
    with store.read() as session:
        office(session)
    return bool(_commission(store))


def _commission(store: Store) -> str:
    known = known_to(store)
    return known.listed.commission if known is not None and not known.is_township else ""


def seal(store: Store, words: str) -> None:
    """R35: take in what nobody at this desk may read again.

    Raises ``SealUnavailableError`` while the commission's key is not here; then ``words`` are
    kept nowhere: in no row, log, draft or search entry.
    """
    commission = _commission(store) if can_seal(store) else ""
    if not commission:
        raise SealUnavailableError(
            "本机还没有纪委的密封钥匙，不能登记指名反映干部的内容，刚才的内容没有保存。",
            hint="请把空白的密封反映表交给群众，由其填写后直接送交乡镇纪委；"
            "加入乡镇以后，钥匙随欢迎包一起到达。",
        )
    said = required_text(words, "反映的内容", envelopes.MOST // 4)
    with store.bookkeeping() as connection:
        envelopes.keep_sealed(connection, said, commission)


def read_sealed(store: Store, key: Path, passphrase: str) -> Reading:
    """R35: what the commission's own stick opens at the township's desk; nothing is kept open.

    Raises ``FileMissingError`` and ``BadValueError`` for another stick, ``WrongPassphraseError``.
    """
    known = require_township(store)
    if not known.listed.commission:
        raise BadValueError(
            "本乡镇还没有做纪委的钥匙盘，各村没有密封件送来。",
            hint="在“U盘交接 · 电脑和加入”里按“做纪委的钥匙盘”（命令是 enrol commission）；"
            "做好以前，村里用空白的密封反映表，由反映人直接送交纪委。",
        )
    keys = seal_stick.read(key, passphrase, name=seal_stick.COMMISSION)
    if keys.public.recipient != known.listed.commission:
        raise BadValueError(
            "插入的不是本乡镇纪委的钥匙盘。",
            hint="请换成纪委自己保管的那一个。",
            where="钥匙盘",
        )
    with store.read() as session:
        found, closed = envelopes.open_envelopes(session.connection(), keys)
    matters = [Opened(place, known.name_of(place), at, words) for place, at, words in found]
    return Reading(tuple(reversed(matters)), closed)
