"""Making a seal so that a kill in between costs nothing; going from one seal to the next (F59)."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection

from longshan_desk.data.log.merging import kv, put_kv
from longshan_desk.data.store import Store
from longshan_desk.errors import AppError
from longshan_desk.exchange import seal_stick
from longshan_desk.exchange.device_list import DeviceList, SignedList
from longshan_desk.exchange.keys import Keys
from longshan_desk.exchange.roots import hand_on, root_code
from longshan_desk.exchange.spoken_codes import TRIES, typed_digits

_OFFERED = "offered_roots"
_BEYOND = 1000
"""How far a seal that none named goes ahead: a desk takes no list that is not newer than its own,
and the township may have been set back behind its villages."""
_MOST_OFFERED = 4
"""Lists of strange seals that are kept for a check: whoever puts many on a stick hides none for
long, because the newest comes again with the township's next package."""


def made_or_taken_up(
    store: Store, folder: Path, passphrase: str, *, name: str = seal_stick.NAME
) -> Keys:
    """New keys on a stick. What this desk wrote there before it was killed is gone on with;
    any other file stays as it is, and is refused.

    Raises ``BadValueError``, ``WrongPassphraseError``.
    """
    with store.read() as session:
        begun = kv(session.connection(), f"making {name}")
    if begun and seal_stick.is_there(folder, name=name):
        keys = seal_stick.read(folder, passphrase, name=name)
        if keys.public.sign == begun:
            return keys
    seal_stick.check_new(folder, passphrase, name=name)
    keys = Keys.new()
    with store.bookkeeping() as connection:
        put_kv(connection, f"making {name}", keys.public.sign)
    seal_stick.write(folder, keys, passphrase, name=name)
    return keys


# -- the next list ------------------------------------------------------------------------------


def under_new_root(listed: DeviceList, seal: Keys, before: Keys | None) -> DeviceList:
    """The next list, under another seal. With the seal ``before`` at hand it names its successor,
    and every desk follows by itself; without it each has to check the new one by telephone."""
    under = listed.next(root=seal.public.sign, recovery=seal.public.recipient, handed_on=())
    if before is None:
        return replace(under, version=listed.version + _BEYOND)
    return replace(
        under, handed_on=(*listed.handed_on, hand_on(listed.org, before, seal.public.sign))
    )


# -- at the village -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Offered:
    """A whole device list under a seal that this desk does not know."""

    signed: SignedList
    tries: int

    @property
    def listed(self) -> DeviceList:
        return self.signed.listed


class OffersDroppedError(AppError):
    code = "request_discarded"


def offered(connection: Connection) -> list[Offered]:
    """What waits for its digits, the one that came last at the end."""
    rows = json.loads(kv(connection, _OFFERED) or "[]")
    return [Offered(SignedList.from_bytes(base64.b64decode(one)), tries) for one, tries in rows]


def offer(connection: Connection, signed: SignedList) -> None:
    """Keep a list until somebody has typed its seal's digits; come again, it may be tried again."""
    root = signed.listed.root
    others = [one for one in offered(connection) if one.listed.root != root]
    _put(connection, [*others, Offered(signed, 0)][-_MOST_OFFERED:])


def answered(found: list[Offered], typed: str) -> Offered | None:
    """The list whose seal has these digits."""
    digits = typed_digits(typed)
    return next(
        (one for one in reversed(found) if root_code(one.listed.org, one.listed.root) == digits),
        None,
    )


def count_wrong(connection: Connection) -> bool:
    """One more wrong try; whether what waited is given up now."""
    tried = [Offered(one.signed, one.tries + 1) for one in offered(connection)]
    left = [one for one in tried if one.tries < TRIES]
    _put(connection, left)
    return not left


def forget_offers(connection: Connection) -> None:
    _put(connection, [])


def _put(connection: Connection, found: list[Offered]) -> None:
    rows = [(base64.b64encode(one.signed.to_bytes()).decode(), one.tries) for one in found]
    put_kv(connection, _OFFERED, json.dumps(rows))
