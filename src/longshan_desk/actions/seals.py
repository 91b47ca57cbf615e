"""Changing the township's seal, and taking the new one over at the other desks (F59)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from longshan_desk.data.store import Store
from longshan_desk.errors import BadValueError
from longshan_desk.exchange import seal_stick
from longshan_desk.exchange.joining import WrongCodeError
from longshan_desk.exchange.roots import root_code
from longshan_desk.exchange.spoken_codes import in_groups
from longshan_desk.peers import lists, townships
from longshan_desk.peers import seals as sealing
from longshan_desk.peers.known import keep_known, require_known, require_township
from longshan_desk.peers.ring import keep_ring, open_ring
from longshan_desk.peers.townships import Seals

__all__ = ["NewSeal", "Seals", "new_root", "pin", "spoken_root"]


@dataclass(frozen=True)
class NewSeal:
    """What a change of the seal came to; the digits only where villages have to type them."""

    version: int
    check_code: str | None


def new_root(store: Store, new: Seals, before: Seals | None) -> NewSeal:
    """Make a new seal and put the device list under it.

    ``before`` is the seal until now: with it every desk follows at its next package. Without it
    (both sticks lost) each village takes the new one over by its digits. Broken off, the same
    call goes on; done already, it changes nothing.
    """
    known = require_township(store)
    former = seal_stick.read(before.seal, before.passphrase) if before else None
    seal = sealing.made_or_taken_up(store, new.seal, new.passphrase)
    is_done = known.listed.root == seal.public.sign
    if former is not None and former.public.sign == seal.public.sign:
        raise BadValueError(
            "这就是现在的印章盘。", hint="新印章盘请写到另一个U盘上。", where="新印章盘"
        )
    if not is_done:
        if former is not None:
            townships.check_seal(known.listed, former)
        listed = sealing.under_new_root(known.listed, seal, former)
        known = replace(known, signed=townships.sign(listed, seal))
        with store.bookkeeping() as connection:
            keep_known(connection, known)
    lists.put_beside_seal(known.signed, new.seal)
    keep_ring(store, open_ring(store), known.listed.recovery)
    code = None if former else in_groups(root_code(known.org, known.listed.root))
    return NewSeal(known.listed.version, code)


def spoken_root(store: Store) -> str:
    """The digits of the present seal, to be read out to a village that types them."""
    known = require_township(store)
    return in_groups(root_code(known.org, known.listed.root))


def pin(store: Store, typed: str) -> int:
    """Take over the township's new seal by the digits that were read out; returns the version of
    its device list. Raises ``WrongCodeError``, ``OffersDroppedError``, and ``BadValueError`` where
    there is none, or none that is newer than the list in force."""
    known = require_known(store)
    with store.read() as session:
        found = sealing.offered(session.connection())
    if not found:
        raise BadValueError(
            "现在没有要核对的新印章。", hint="请先接收一次镇上的包，包里带着新印章的名单。"
        )
    right = sealing.answered(found, typed)
    if right is None:
        _refuse_digits(store)
    assert right is not None
    if right.listed.version <= known.listed.version:
        raise BadValueError(
            "核对码对，但带来的设备名单不比本机现有的新，印章没有换。",
            hint="请再接收一次镇上最近做的包，然后重新核对。",
            where="名单",
        )
    known = replace(known, signed=right.signed)
    with store.bookkeeping() as connection:
        keep_known(connection, known)
        sealing.forget_offers(connection)
    store.know_again()
    keep_ring(store, open_ring(store), known.listed.recovery)
    return known.listed.version


def _refuse_digits(store: Store) -> None:
    with store.bookkeeping() as connection:
        is_over = sealing.count_wrong(connection)
    if is_over:
        raise sealing.OffersDroppedError(
            "核对码三次不对，已停止核对，印章没有换。",
            hint="请打镇上平时的号码问清楚；再接收一次镇上的包，就可以重新核对。",
            where="核对码",
        )
    raise WrongCodeError(
        "核对码不对。",
        hint="请镇上再慢慢读一遍，四位一组；连续三次不对，就停止核对，要再接收一次镇上的包。",
        where="核对码",
    )
