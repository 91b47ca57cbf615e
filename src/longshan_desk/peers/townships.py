"""What only the seal may do: begin a township's device list, add desks to it, end them (3.8)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection

from longshan_desk.data.ids import new_hex
from longshan_desk.data.log.clock import utc_now
from longshan_desk.data.log.merging import put_kv
from longshan_desk.data.log.vectors import version_vectors
from longshan_desk.data.scope import SHARED_PART
from longshan_desk.errors import AppError, BadValueError
from longshan_desk.exchange.device_list import (
    TOWNSHIP,
    Device,
    DeviceList,
    DeviceState,
    Place,
    SignedList,
    signed,
)
from longshan_desk.exchange.joining import JoinRequest
from longshan_desk.exchange.keys import Keys, PublicKeys
from longshan_desk.exchange.spoken_codes import TRIES
from longshan_desk.peers.known import Known, keep_known

_ALL = 10**15
"""More operations than anybody writes."""

OPEN, ACCEPTED, DISCARDED = "open", "accepted", "discarded"


@dataclass(frozen=True)
class Seals:
    """Where the sticks are, and their passphrases."""

    seal: Path
    passphrase: str
    commission: Path | None = None
    commission_passphrase: str = ""


class RequestDiscardedError(AppError):
    code = "request_discarded"


def begin(
    connection: Connection, seal: Keys, public: PublicKeys, *,
    dev: str, name: str, today: str, commission: str = "",
) -> Known:  # fmt: skip
    """The first device list, with this desk as the hub."""
    hub = Device(dev, TOWNSHIP, "A", public.sign, public.recipient, since=today)
    listed = DeviceList(
        org=new_hex(16), version=1, before="", root=seal.public.sign,
        recovery=seal.public.recipient, hub=dev, places=(Place(TOWNSHIP, name, SHARED_PART),),
        devices=(hub,), commission=commission,
    )  # fmt: skip
    known = Known(signed(listed, seal), TOWNSHIP, {})
    keep_known(connection, known)
    put_kv(connection, "part", SHARED_PART)
    return known


def begin_again(
    connection: Connection,
    held: SignedList,
    seal: Keys,
    public: PublicKeys,
    *,
    dev: str,
    today: str,
) -> Known:
    """The township's PC died without a backup: its list, as a village still holds it, goes on with
    this desk as the hub. The records come back with the villages' full packages (F54)."""
    if not held.is_signed_by(seal.public.sign):
        raise BadValueError(
            "这份设备名单不是这个印章盘签的。",
            hint="请核对印章盘和U盘；换过印章盘的，请用收过新下发包的村的U盘。",
            where="名单",
        )
    known = Known(held, TOWNSHIP, {})
    known = replace(known, signed=sign(with_hub(known, public, dev, today), seal))
    keep_known(connection, known)
    put_kv(connection, "part", SHARED_PART)
    return known


def with_hub(known: Known, public: PublicKeys, dev: str, today: str) -> DeviceList:
    """The next list, with this desk as the hub. What the hub before it signed stays accepted:
    its villages may hold more of it than a backup does."""
    listed = known.listed
    own = known.entry(listed.hub)
    if own is not None and own.sign == public.sign and own.state is DeviceState.ACTIVE:
        return listed.next()
    letter = listed.free_letter(TOWNSHIP)
    hub = Device(dev, TOWNSHIP, letter, public.sign, public.recipient, since=today)
    former = known.entry(listed.hub)
    devices = {one.dev: one for one in listed.devices}
    if former is not None and former.sign != public.sign:
        upto = dict.fromkeys(sorted(known.membership.parts), _ALL)
        for number in known.numbers_of(former.sign):
            devices[number] = replace(
                former, dev=number, state=DeviceState.RETIRED, until=today, why="broken", upto=upto
            )
    devices[dev] = hub
    return listed.next(devices=tuple(devices.values()), hub=dev)


# -- a request --------------------------------------------------------------------------------


def check_code(connection: Connection, sha256: str, asked: JoinRequest) -> str:
    """How the request stands; raises ``RequestDiscardedError`` once it was given up."""
    state = connection.exec_driver_sql(
        "SELECT state FROM asked_to_join WHERE sha256 = ?", (sha256,)
    ).scalar()
    if state == DISCARDED:
        raise discarded()
    if state is None:
        connection.exec_driver_sql(
            "INSERT INTO asked_to_join (sha256, at, dev, name, tries, state)"
            " VALUES (?, ?, ?, ?, 0, ?)",
            (sha256, utc_now(), asked.dev, asked.place_name, OPEN),
        )
    return state or OPEN


def count_wrong(connection: Connection, sha256: str) -> bool:
    """One more wrong try; whether the request is discarded now."""
    tries = connection.exec_driver_sql(
        "UPDATE asked_to_join SET tries = tries + 1 WHERE sha256 = ? RETURNING tries", (sha256,)
    ).scalar_one()
    if tries >= TRIES:
        put_state(connection, sha256, DISCARDED)
    return bool(tries >= TRIES)


def put_state(connection: Connection, sha256: str, state: str) -> None:
    connection.exec_driver_sql(
        "UPDATE asked_to_join SET state = ? WHERE sha256 = ?", (state, sha256)
    )


def discarded() -> RequestDiscardedError:
    return RequestDiscardedError(
        "核对码三次不对，这份申请已经作废。", hint="请重新做一份申请，再打电话核对。"
    )


# -- the list ---------------------------------------------------------------------------------


def next_list(known: Known) -> DeviceList:
    """The list after this one, with what desks have answered for of ended ones: who joins later
    hears it from the list alone, whatever became of those desks."""
    devices = {one.dev: one for one in known.listed.devices}
    for dev, writer in known.membership.devices.items():
        entry = known.entry(dev)
        if entry is not None and writer.upto:
            devices[dev] = replace(entry, dev=dev, upto=dict(writer.upto))
    return known.listed.next(devices=tuple(devices.values()))


def with_desk(known: Known, asked: JoinRequest, code: str, today: str) -> DeviceList:
    """The next list, with the desk that asked; the place is new or has other desks already."""
    listed = next_list(known)
    place = listed.place(code)
    if (asked.role == "township") != (code == TOWNSHIP):
        raise BadValueError(
            "申请的是"
            + ("乡镇" if asked.role == "township" else "村")
            + "的岗位，和选的单位不符。",
            hint="请核对申请和单位。",
            where="单位",
        )
    places = listed.places
    if place is None:
        _check_part(listed, asked.part)
        places = (*places, Place(code, asked.place_name, asked.part))
    device = Device(
        asked.dev, code, listed.free_letter(code), asked.sign, asked.recipient, since=today
    )
    return replace(listed, places=places, devices=listed.with_device(device))


def _check_part(listed: DeviceList, part: str) -> None:
    other = next((one for one in listed.places if one.part == part), None)
    if other is not None:
        raise BadValueError(
            f"这台电脑的数据是从{other.name}拷来的，不能作为另一个村加入。",
            hint=f"要作为{other.name}的电脑加入，请选{other.name}；否则请在新的数据文件夹里建岗位。",
            where="单位",
        )
    if not re.fullmatch(r"[0-9a-f]{16}", part):
        raise BadValueError("申请里的数据编号不对。", hint="请重新申请。", where="申请")


def without_desk(
    connection: Connection, known: Known, listed: DeviceList, dev: str,
    state: DeviceState, why: str, today: str,
) -> DeviceList:  # fmt: skip
    """``listed`` with a desk ended, and every number that it claimed with it."""
    entry = known.entry(dev)
    if entry is None:
        raise BadValueError(
            f"名单里没有编号为“{dev}”的电脑。", hint="请用 enrol list 查看编号。", where="电脑"
        )
    vectors = version_vectors(connection, known.membership.parts)
    devices = {one.dev: one for one in listed.devices}
    for number in known.numbers_of(entry.sign):
        upto = {part: v[number] for part, v in sorted(vectors.items()) if v.get(number)}
        devices[number] = replace(entry, dev=number, state=state, until=today, why=why, upto=upto)
    return replace(listed, devices=tuple(devices.values()))


def with_edits(
    connection: Connection, known: Known, code: str, own: Sequence[str], *, is_open: bool
) -> DeviceList:  # fmt: skip
    """The next list, with leave to edit for a village (代改), or without it any more: then what
    the township has written so far stays accepted wherever it arrives later. ``own`` are this
    desk's numbers, the present one last."""
    place = known.listed.place(code)
    assert place is not None
    edited = place.edited
    if place.is_open and not is_open:
        edited = _edited(connection, known, place, own)
    changed = replace(place, is_open=is_open, edited=edited)
    return known.listed.next(
        places=tuple(changed if one.code == code else one for one in known.listed.places)
    )


def has_ended_edits(listed: DeviceList) -> bool:
    """Whether it says of some village how far the township has edited for it."""
    return any(one.edited and not one.is_open for one in listed.places)


def with_edits_kept(
    connection: Connection, known: Known, listed: DeviceList, own: Sequence[str]
) -> DeviceList:
    """``listed``, where what was edited before the leave ended stays accepted under the numbers
    that it was typed again with."""
    places = tuple(
        replace(one, edited=_edited(connection, known, one, own))
        if one.edited and not one.is_open
        else one
        for one in listed.places
    )
    return replace(listed, places=places)


def _edited(
    connection: Connection, known: Known, place: Place, own: Sequence[str]
) -> dict[str, int]:  # fmt: skip
    """How far each of the township's numbers has written for a village. Nobody goes on writing
    under those it gave up, and the village may hold more of them than a backup does."""
    vector = version_vectors(connection, (place.part,))[place.part]
    found = {dev: seq for dev, seq in vector.items() if dev in own or _is_towns(known, dev)}
    ended = [
        one.dev for one in known.listed.devices
        if one.place == TOWNSHIP and one.state is not DeviceState.ACTIVE
    ]  # fmt: skip
    found |= dict.fromkeys((*own[:-1], *ended), _ALL)
    kept = {dev: max(seq, place.edited.get(dev, 0)) for dev, seq in sorted(found.items())}
    return place.edited | kept


def _is_towns(known: Known, dev: str) -> bool:
    entry = known.entry(dev)
    return entry is not None and entry.place == TOWNSHIP


def check_seal(listed: DeviceList, seal: Keys) -> None:
    """Raises ``BadValueError`` when the stick is another township's, or out of use."""
    if seal.public.sign != listed.root:
        raise BadValueError(
            "插入的不是本乡镇现在用的印章盘。",
            hint="请换成建立乡镇岗位时做的印章盘；换过印章盘的，用新的那个。",
            where="印章盘",
        )


def sign(listed: DeviceList, seal: Keys) -> SignedList:
    """Raises ``BadValueError`` when the stick is another township's, or out of use."""
    check_seal(listed, seal)
    return signed(listed, seal)
