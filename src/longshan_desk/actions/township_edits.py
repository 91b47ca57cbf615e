"""代改: the township lets itself edit a village's records for a while, by its seal (3.13)."""

from __future__ import annotations

from dataclasses import replace

from longshan_desk.data.store import Store
from longshan_desk.errors import BadValueError
from longshan_desk.exchange import seal_stick
from longshan_desk.exchange.device_list import TOWNSHIP
from longshan_desk.peers import lists, townships
from longshan_desk.peers.known import keep_known, place_code, require_township
from longshan_desk.peers.ring import open_ring, with_all_signable
from longshan_desk.peers.townships import Seals

__all__ = ["Seals", "permit_edits"]


def permit_edits(store: Store, village: str, seals: Seals, *, is_open: bool) -> str:
    """Allow or end editing for a village; returns the village's name. Said again, it changes
    nothing. The village sees it with the next package, and every edit under whose hand it is."""
    known = require_township(store)
    code = place_code(village)
    place = known.listed.place(code)
    if place is None or code == TOWNSHIP:
        raise BadValueError(
            f"没有编号为“{village}”的村。", hint="请用 villages list 查看。", where="--village"
        )
    seal = seal_stick.read(seals.seal, seals.passphrase)
    townships.check_seal(known.listed, seal)
    if place.is_open != is_open:
        with_all_signable(store, open_ring(store), known)
        own = (*store.former_devices, store.device)
        with store.bookkeeping() as connection:
            listed = townships.with_edits(connection, known, code, own, is_open=is_open)
            known = replace(known, signed=townships.sign(listed, seal))
            keep_known(connection, known)
        lists.put_beside_seal(known.signed, seals.seal)
        store.know_again()
    return place.name
