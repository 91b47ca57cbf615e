"""Founding the township's desk with its seal, and going on with it after its PC died (3.8)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from longshan_desk.data.records import office
from longshan_desk.data.scope import TOWNSHIP_PART
from longshan_desk.data.store import Store
from longshan_desk.data.tables.office import Office, User
from longshan_desk.domain.entry import required_text
from longshan_desk.domain.labels import OfficeKind, OfficeRole
from longshan_desk.domain.names import read_name
from longshan_desk.errors import AppError, BadValueError, NoDeskError
from longshan_desk.exchange import seal_stick
from longshan_desk.exchange.keys import Keys
from longshan_desk.peers import inbox, joining, lists, townships
from longshan_desk.peers.known import Known, keep_known, require_township
from longshan_desk.peers.ring import keep_ring, new_ring, open_ring, with_all_signable
from longshan_desk.peers.seals import made_or_taken_up
from longshan_desk.peers.townships import Seals

__all__ = [
    "Seals", "create_township_office", "make_commission_key", "second_seal", "take_over_as_hub",
]  # fmt: skip


def create_township_office(
    store: Store,
    *,
    code: str,
    name: str,
    user: str,
    seals: Seals,
    county: str | None = None,
    held: Path | None = None,
) -> None:
    """Found the township's desk: its seal on a stick, the first device list, the shared records.

    R35: the commission's keys go to their own stick and nowhere else. With ``held``, a village's
    stick with the device list, the township goes on after its PC died without a backup (F54).
    """
    name = required_text(name, "乡镇名", 40)
    first = User(name=read_name(user, where="使用人"))
    _refuse_founded(store)
    if store.is_joined:  # broken off after the list was signed: only the office is missing
        seal = seal_stick.read(seals.seal, seals.passphrase)
    else:
        seal = _begin_again(store, seals, held) if held else _begin(store, seals, name)
        store.know_again()
    ring = open_ring(store)
    keep_ring(store, ring, seal.public.recipient)
    first.part = TOWNSHIP_PART
    with store.change("建立岗位", undoable=False) as session:
        row = Office(role=OfficeRole.TOWNSHIP, kind=OfficeKind.VILLAGE, code=code, name=name)
        row.county = county
        session.add_all((row, first))
    store.switch_user(first.id)


def _refuse_founded(store: Store) -> None:
    with store.read(every_part=True) as session, suppress(NoDeskError):
        office(session)
        raise AppError("这里已经建立了岗位。", hint="要改名称等，请到“设置”。", code="desk_exists")


def _begin(store: Store, seals: Seals, name: str) -> Keys:
    seal = made_or_taken_up(store, seals.seal, seals.passphrase)
    commission = _commission(store, seals)
    ring = new_ring(store, (store.device,))
    with store.bookkeeping() as connection:
        townships.begin(
            connection, seal, ring.keys.public, dev=store.device, name=name,
            today=store.today().isoformat(), commission=commission,
        )  # fmt: skip
    lists.put_beside_seal(require_township(store).signed, seals.seal)
    return seal


def _begin_again(store: Store, seals: Seals, held: Path) -> Keys:
    seal = seal_stick.read(seals.seal, seals.passphrase)
    newest = inbox.newest_list(held)
    ring = new_ring(store, (store.device,))
    with store.bookkeeping() as connection:
        townships.begin_again(
            connection, newest, seal, ring.keys.public, dev=store.device,
            today=store.today().isoformat(),
        )  # fmt: skip
    return seal


def _commission(store: Store, seals: Seals) -> str:
    if seals.commission is None:
        return ""
    keys = made_or_taken_up(
        store, seals.commission, seals.commission_passphrase, name=seal_stick.COMMISSION
    )
    return keys.public.recipient


def make_commission_key(store: Store, seals: Seals) -> Known:
    """R35: the commission's own stick, where the township was founded without it; the villages get
    its public half with the next device list.

    Raises ``BadValueError`` where it has one: what was sealed to that is opened by nothing else.
    """
    known = require_township(store)
    if known.listed.commission:
        raise BadValueError(
            "纪委的钥匙盘已经做过了，没有再做。",
            hint="各村的密封件只有原来那个钥匙盘能打开，请向纪委核对。",
            where="钥匙盘",
        )
    seal = seal_stick.read(seals.seal, seals.passphrase)
    townships.check_seal(known.listed, seal)
    listed = known.listed.next(commission=_commission(store, seals))
    known = replace(known, signed=townships.sign(listed, seal))
    with store.bookkeeping() as connection:
        keep_known(connection, known)
    lists.put_beside_seal(known.signed, seals.seal)
    return known


def second_seal(seals: Seals, to: Path) -> Path:
    """The second stick, with the same keys under the same passphrase."""
    file = seal_stick.write(to, seal_stick.read(seals.seal, seals.passphrase), seals.passphrase)
    for one in inbox.lists_in(lists.folder_of(seals.seal)):
        lists.put_beside_seal(one, to)
    return file


def take_over_as_hub(store: Store, seals: Seals, held: Path | None = None) -> Known:
    """The township's PC died: this one, restored from its backup, goes on in its place.

    New keys, signed in by the seal; whatever desk was the hub before is retired. It goes on from
    the newest device list there is, on the seal's stick or on ``held``, a village's; two lists of
    different histories become one. Raises ``BadValueError`` where a newer one is known to exist.
    """
    known = require_township(store)
    seal = seal_stick.read(seals.seal, seals.passphrase)
    folders = [lists.folder_of(one) for one in (seals.seal, held) if one is not None]
    with store.read() as session:
        known = lists.newest_known(session.connection(), known, seal.public.sign, folders)
    ring = joining.ring_to_ask_with(store)
    if townships.has_ended_edits(known.listed):  # the list has to name the numbers they come under
        ring = with_all_signable(store, ring, known)
    own = (*store.former_devices, store.device)
    with store.bookkeeping() as connection:
        listed = townships.with_hub(
            known, ring.keys.public, store.device, store.today().isoformat()
        )
        listed = townships.with_edits_kept(connection, known, listed, own)
        known = replace(known, signed=townships.sign(listed, seal))
        keep_known(connection, known)
    lists.put_beside_seal(known.signed, seals.seal)
    store.know_again()
    keep_ring(store, ring, known.listed.recovery)
    return known
