"""Joining a township and ending a desk: requests, spoken digits, the seal (3.8)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from longshan_desk.data.records import office
from longshan_desk.data.store import Store
from longshan_desk.domain.enrolment import Because
from longshan_desk.errors import BadValueError
from longshan_desk.exchange import seal_stick
from longshan_desk.exchange.device_list import Device, DeviceState
from longshan_desk.exchange.joining import (
    ReadRequest,
    WrongCodeError,
    read_request,
    write_request,
    write_welcome,
)
from longshan_desk.exchange.keys import Keys
from longshan_desk.exchange.spoken_codes import in_groups
from longshan_desk.peers import inbox, joining, lists, townships
from longshan_desk.peers.known import Known, keep_known, place_code, require_known, require_township
from longshan_desk.peers.making import Order, make
from longshan_desk.peers.ring import open_ring
from longshan_desk.peers.tidying import tidy_after_joining
from longshan_desk.peers.townships import Seals

__all__ = ["Asked", "Joined", "Seals", "accept", "join", "request", "revoke"]


@dataclass(frozen=True)
class Asked:
    file: Path
    check_code: str


@dataclass(frozen=True)
class Joined:
    place: str
    name: str
    records: int
    renumbered: int


# -- asking -------------------------------------------------------------------------------------


def request(store: Store, out: Path) -> Asked:
    """Write the request to join; the digits are read out on the telephone."""
    from longshan_desk.exchange.joining import REQUEST_SUFFIX

    ring = joining.ring_to_ask_with(store)
    with store.read() as session:
        row = office(session)
        asked = joining.request_of(store, ring, name=row.name, code=row.code, role=str(row.role))
    file = out if out.suffix == REQUEST_SUFFIX else out.with_name(f"{out.name}{REQUEST_SUFFIX}")
    code = write_request(file, asked, ring.keys)
    joining.remember_request(store, read_request(file).sha256)
    return Asked(file, in_groups(code))


def accept(
    store: Store, file: Path, *, village: str, typed: str, out: Path, seals: Seals,
    replaces: str | None = None, because: Because | None = None,
) -> Asked:  # fmt: skip
    """Put the desk that asked on the device list, and write its welcome.

    Raises ``WrongCodeError``; after three of them ``RequestDiscardedError``. Asked again with the
    same request it writes the welcome again and changes nothing.
    """
    known = require_township(store)
    code, asked = place_code(village), read_request(file)
    _check_typed(store, asked, typed)
    _check_standing(known, asked, code, file.parent)
    if known.listed.device(asked.request.dev) is None or _is_in_use(known, replaces):
        seal = seal_stick.read(seals.seal, seals.passphrase)
        known = _listed_with(store, known, asked, code, seal, replaces, because)
        lists.put_beside_seal(known.signed, seals.seal)
    ring = open_ring(store)
    order = Order(code, is_full=True)
    made = make(store, ring, known, order)[0]
    code_back = write_welcome(_welcome_file(out), asked, known.signed, code, made.file)
    return Asked(_welcome_file(out), in_groups(code_back))


def _check_standing(known: Known, asked: ReadRequest, code: str, folder: Path) -> None:
    """A desk joins the place whose name it says. One that is listed stays where it is; one that
    was ended comes back as another one, once it has heard of that by the list on the stick."""
    place, claimed = known.listed.place(code), asked.request.place_name
    if place is not None and place.name != claimed:
        raise BadValueError(
            f"申请的是“{claimed}”，编号 {code.removeprefix('V')} 是“{place.name}”。",
            hint="请核对编号。要加入的确实是这个单位的，请那台电脑把单位名称改成一样的再申请。",
            where="单位",
        )
    entry = known.listed.device(asked.request.dev)
    if entry is None:
        return
    if known.ended(entry.sign) is not None:
        inbox.put_list(known.signed, folder)
        raise BadValueError(
            f"这台电脑在 {entry.until} 已经停用，不能用原来的编号再加入。",
            hint="停用的名单已写到这个U盘上：请在那台电脑上接收一次，再重新申请，"
            "会换新编号，登记的内容都在。",
            where="申请",
        )
    if entry.place != code:
        raise BadValueError(
            f"这台电脑已经是{known.name_of(entry.place)}的电脑，不能再加入别的单位。",
            hint="请核对申请和单位。",
            where="单位",
        )


def _welcome_file(out: Path) -> Path:
    from longshan_desk.exchange.joining import WELCOME_SUFFIX

    return out if out.suffix == WELCOME_SUFFIX else out.with_name(f"{out.name}{WELCOME_SUFFIX}")


def _check_typed(store: Store, asked: ReadRequest, typed: str) -> None:
    with store.bookkeeping() as connection:
        townships.check_code(connection, asked.sha256, asked.request)
    try:
        asked.check(typed)
    except WrongCodeError:
        with store.bookkeeping() as connection:
            is_over = townships.count_wrong(connection, asked.sha256)
        if is_over:
            raise townships.discarded() from None
        raise


def _listed_with(
    store: Store, known: Known, asked: ReadRequest, code: str, seal: Keys,
    replaces: str | None, because: Because | None,
) -> Known:  # fmt: skip
    today = store.today().isoformat()
    listed = townships.next_list(known)
    if known.listed.device(asked.request.dev) is None:
        listed = townships.with_desk(known, asked.request, code, today)
    with store.bookkeeping() as connection:
        if replaces:
            why = because or Because.BROKEN
            _check_same_place(known, replaces, code)
            listed = townships.without_desk(
                connection, known, listed, replaces, _ended(why), str(why), today
            )
        known = replace(known, signed=townships.sign(listed, seal))
        keep_known(connection, known)
        townships.put_state(connection, asked.sha256, townships.ACCEPTED)
    return known


def _ended(why: Because) -> DeviceState:
    return DeviceState.REVOKED if why.is_in_others_hands else DeviceState.RETIRED


def _is_in_use(known: Known, dev: str | None) -> bool:
    entry = known.entry(dev) if dev else None
    return entry is not None and entry.state is DeviceState.ACTIVE


def _check_same_place(known: Known, dev: str, code: str) -> None:
    entry = known.entry(dev)
    if entry is not None and entry.place != code:
        raise BadValueError(
            f"“{dev}”是{known.name_of(entry.place)}的电脑，不能由另一个单位的电脑顶替。",
            hint="请用 enrol list 核对编号。",
            where="电脑",
        )


# -- joining ------------------------------------------------------------------------------------


def join(store: Store, welcome_file: Path, typed: str) -> Joined:
    """Take the place that the welcome gives, with everything this desk had before.

    Raises ``WrongCodeError``, ``RequestDiscardedError``, ``PackageRefusedError``.
    """
    ring = open_ring(store)
    welcome = joining.open_welcome(store, ring, welcome_file)
    own = joining.request_of(store, ring, name="", code="", role="")
    with store.bookkeeping() as connection:
        townships.check_code(connection, welcome.request, own)
    try:
        welcome.check(typed)
    except WrongCodeError:
        with store.bookkeeping() as connection:
            is_over = townships.count_wrong(connection, welcome.request)
        if is_over:
            raise townships.discarded() from None
        raise
    received = joining.join(store, ring, welcome, welcome_file)
    known = require_known(store)
    renumbered = tidy_after_joining(store, ring.numbers(known))
    return Joined(known.place, known.name_of(known.place), len(received.records), renumbered)


# -- ending -------------------------------------------------------------------------------------


def revoke(store: Store, dev: str, seals: Seals, because: Because = Because.STOLEN) -> Device:
    """End a desk: its later packages are refused, new ones are no longer sealed to it (F51)."""
    known = require_township(store)
    entry = known.entry(dev)
    if entry is not None and entry.sign == open_ring(store).keys.public.sign:
        raise BadValueError(
            "不能注销正在使用的这台电脑。", hint="请在乡镇的另一台电脑上办理。", where="电脑"
        )
    seal = seal_stick.read(seals.seal, seals.passphrase)
    with store.bookkeeping() as connection:
        today = store.today().isoformat()
        listed = townships.without_desk(
            connection, known, townships.next_list(known), dev, _ended(because), str(because), today
        )
        known = replace(known, signed=townships.sign(listed, seal))
        keep_known(connection, known)
    lists.put_beside_seal(known.signed, seals.seal)
    ended = known.listed.device(dev)
    assert ended is not None
    return ended
