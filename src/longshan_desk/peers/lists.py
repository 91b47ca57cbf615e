"""The newest device list there is, and lists of another history: kept, put together (F54)."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from longshan_desk.data.log.merging import kv, put_kv
from longshan_desk.errors import AppError, BadValueError
from longshan_desk.exchange.device_list import (
    TOWNSHIP,
    Device,
    DeviceList,
    DeviceState,
    Place,
    SignedList,
)
from longshan_desk.exchange.roots import leads_to
from longshan_desk.peers import inbox
from longshan_desk.peers.known import Known

_OTHERS = "other_lists"
_MOST = 4
_SKIPPED = 2
"""A version is left out when two histories are put together: whoever holds either of them cannot
take the next one for a third."""


# -- of another history ---------------------------------------------------------------------------


def is_other_history(held: SignedList, offered: SignedList) -> bool:
    """Whether both are the township's own, and neither comes from the other: a desk never leaves a
    list again, and every version names the one before it."""
    one, two = held.listed, offered.listed
    if one.org != two.org or not offered.is_signed_by(two.root):
        return False
    steps = one.handed_on if one.version > two.version else two.handed_on
    if not (leads_to(one.root, two.root, one.org, steps)
            or leads_to(two.root, one.root, one.org, steps)):  # fmt: skip
        return False
    if one.version == two.version:
        return one.sha256 != two.sha256
    older, later = sorted((one, two), key=lambda each: each.version)
    if later.version == older.version + 1 and later.before != older.sha256:
        return True
    return any(later.device(each.dev) is None for each in older.devices)


def would_forget(held: SignedList, offered: SignedList, sign: str) -> bool:
    """Whether the desk with this key is on the one list and was never on the other."""
    here, there = (any(one.sign == sign for one in each.listed.devices) for each in (held, offered))
    return here and not there


def keep_other(connection: Connection, other: SignedList) -> None:
    rows = [one for one in _kept(connection) if one.body != other.body]
    _put(connection, [*rows, other][-_MOST:])


def others(connection: Connection, held: SignedList) -> list[SignedList]:
    """The lists heard of that still are of another history than the one held."""
    return [one for one in _kept(connection) if is_other_history(held, one)]


def _kept(connection: Connection) -> list[SignedList]:
    rows = json.loads(kv(connection, _OTHERS) or "[]")
    return [SignedList.from_bytes(base64.b64decode(one)) for one in rows]


def _put(connection: Connection, lists: Sequence[SignedList]) -> None:
    rows = [base64.b64encode(one.to_bytes()).decode() for one in lists]
    put_kv(connection, _OTHERS, json.dumps(rows))


# -- the newest -----------------------------------------------------------------------------------


def put_beside_seal(signed: SignedList, seal: Path) -> None:
    """Whoever signs a list has the seal at hand, so the newest lies there; where the stick does not
    take it, the villages hold it too."""
    with suppress(AppError):
        inbox.put_list(signed, folder_of(seal))


def folder_of(stick: Path) -> Path:
    return stick.parent if stick.is_file() else stick


def newest_known(
    connection: Connection, known: Known, root: str, folders: Iterable[Path]
) -> Known:  # fmt: skip
    """What the township goes on from under the seal ``root``: the newest list that is kept here or
    lies on these sticks, with the desks of another history put in.

    Raises ``BadValueError`` where a list is known to be newer than all that were found.
    """
    found = [one for folder in folders for one in inbox.lists_in(folder)]
    _refuse_without(known, found)
    ours = [one for one in (*found, *others(connection, known.signed)) if _is_ours(one, known)]
    newest = max((known.signed, *ours), key=lambda one: one.listed.version)
    if newest.listed.root != root:
        raise BadValueError(
            "插入的不是本乡镇现在用的印章盘。",
            hint="请换成建立乡镇岗位时做的印章盘；换过印章盘的，用新的那个。",
            where="印章盘",
        )
    _refuse_older(connection, known, newest.listed.version)
    listed = newest.listed
    for one in (known.signed, *ours):
        if is_other_history(newest, one):
            listed = put_together(listed, one.listed)
    if listed is newest.listed:
        return replace(known, signed=newest)
    return replace(known, signed=SignedList(listed.body, b""))  # until the seal signs the next


def _is_ours(one: SignedList, known: Known) -> bool:
    """Signed by a seal of this township: the one known here, or one linked to it."""
    here, listed = known.listed, one.listed
    if listed.org != here.org or not one.is_signed_by(listed.root):
        return False
    later = max(here, listed, key=lambda each: each.version)
    return listed.root == here.root or any(
        leads_to(*pair, here.org, later.handed_on)
        for pair in ((here.root, listed.root), (listed.root, here.root))
    )


def put_together(newest: DeviceList, other: DeviceList) -> DeviceList:
    """The desks of both; one that either has ended stays ended. Where the two gave one code to two
    villages, the newest list's stands, and the other village has to ask again."""
    places: dict[str, Place] = {one.code: one for one in newest.places}
    for place in other.places:
        if all(place.part != one.part for one in places.values()):
            places.setdefault(place.code, place)
    parts = {one.code: one.part for one in places.values()}
    joinable = {one.code for one in other.places if parts.get(one.code) == one.part}
    devices: dict[str, Device] = {one.dev: one for one in newest.devices}
    for device in other.devices:
        held = devices.get(device.dev)
        is_ended_there = device.state is not DeviceState.ACTIVE
        if device.place in joinable and (held is None or is_ended_there):
            devices[device.dev] = device if held is None or _is_in_use(held) else held
    return replace(
        newest, version=newest.version + _SKIPPED - 1, places=tuple(places.values()),
        devices=tuple(devices.values()), commission=newest.commission or other.commission,
    )  # fmt: skip


def _is_in_use(device: Device) -> bool:
    return device.state is DeviceState.ACTIVE


def _refuse_without(known: Known, found: Sequence[SignedList]) -> None:
    has_villages = any(_is_in_use(one) and one.place != TOWNSHIP for one in known.listed.devices)
    if has_villages and not any(one.listed.org == known.org for one in found):
        raise BadValueError(
            "没有找到设备名单：这份备份以后登记的电脑，只有名单上才有。",
            hint="请插上任一个村勾选“发送全部数据”交过包的U盘，名单在那上面；越新越好。",
            where="名单",
        )


def _refuse_older(connection: Connection, known: Known, found: int) -> None:
    rows = connection.exec_driver_sql("SELECT place, said FROM pkg_note").fetchall()
    newer = {place: v for place, said in rows if (v := int(json.loads(said)["list"])) > found}
    if newer:
        place = max(newer, key=lambda one: newer[one])
        raise BadValueError(
            f"{known.name_of(place)}已经收到第 {newer[place]} 版设备名单，"
            f"这里找到的最新只是第 {found} 版。",
            hint=f"请插上{known.name_of(place)}勾选“发送全部数据”交过包的U盘再办。",
            where="名单",
        )
