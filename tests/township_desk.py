"""A township's desk and its villages' desks that hand their logs over, without files and keys.

``town.hears(village)`` brings a report package, ``town.tells(village)`` a return package.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from data.log.world import is_signed, signature, travelled
from desk import Desk
from longshan_desk.actions.township import TownshipMoved, move_at_township
from longshan_desk.data.handover import collect_contents, receive_contents
from longshan_desk.data.ids import new_hex
from longshan_desk.data.log.authority import INTERNAL, SHARED, TOWNSHIP, VILLAGE, Device, Membership
from longshan_desk.data.log.incoming import Origin, Received
from longshan_desk.data.log.outgoing import Sender
from longshan_desk.data.log.vectors import acknowledged
from longshan_desk.data.scope import SHARED_PART, TOWNSHIP_PART
from longshan_desk.data.store import Store
from longshan_desk.data.tables.office import Office, User
from longshan_desk.domain.labels import OfficeKind, OfficeRole, TownshipAct
from longshan_desk.paths import DeskPaths
from longshan_desk.queries.matters import matter_id


class TownDesk(Desk):
    """The desk of 龙山镇, worked at by 周干事; its villages join with ``join``."""

    def __init__(self, home: Path, *, today: date = date(2022, 4, 5)) -> None:
        self.today = today
        self.store = Store.create(DeskPaths(home), part=SHARED_PART, today=lambda: self.today)
        self.news = []
        self.villages: list[Desk] = []
        self._sent = 0
        _place(self.store, SHARED_PART)
        with self.store.change("建立岗位", undoable=False) as session:
            clerk = User(name="周干事", part=TOWNSHIP_PART)
            office = Office(
                role=OfficeRole.TOWNSHIP, kind=OfficeKind.VILLAGE, code="TOWN", name="龙山镇"
            )
            session.add_all((office, clerk))
        self.store.switch_user(clerk.id)

    def join(self, village: Desk, code: str = "V07") -> Desk:
        """A village belongs to the township from now on, with all that it has."""
        _place(village.store, code)
        self.villages.append(village)
        self.hears(village)
        return village

    def membership(self) -> Membership:
        desks = {self.store.device: Device(self.store.device, TOWNSHIP, SHARED_PART)}
        parts = {SHARED_PART: SHARED, TOWNSHIP_PART: INTERNAL}
        for one in self.villages:
            desks[one.store.device] = Device(one.store.device, VILLAGE, one.store.part)
            parts[one.store.part] = VILLAGE
        return Membership(desks, parts, self.store.device)

    def hears(self, village: Desk) -> Received:
        return self._hand_over(village, self)

    def tells(self, village: Desk) -> Received:
        return self._hand_over(self, village)

    def meet_with(self, *villages: Desk) -> None:
        """A stick there and back, twice: afterwards both have the same."""
        for _ in range(2):
            for village in villages or self.villages:
                self.hears(village)
                self.tells(village)

    def _hand_over(self, giver: Desk, taker: Desk) -> Received:
        membership = self.membership()
        dev, to = giver.store.device, taker.store.device
        parts = membership.may_read(to) & membership.may_read(dev)
        with giver.store.read() as session:
            have = acknowledged(session.connection(), [to])
        sender = Sender(frozenset({dev}), signature)
        contents = travelled(collect_contents(giver.store, sender, parts, have))
        self._sent += 1
        origin = Origin(new_hex(16), dev, self._sent, b"")
        return receive_contents(taker.store, contents, origin, membership, is_signed)

    # -- the township's own acts ------------------------------------------------------------

    def look_at(self, village: Desk | None) -> None:
        self.store.view(village.store.part if village else None)

    def act(
        self, village: Desk, key: str, act: TownshipAct, text: str | None = None, **data: Any
    ) -> TownshipMoved:
        """A step on a village's matter, named by its number."""
        on = data.pop("on", None)
        self.look_at(village)
        said = {k: v.isoformat() if isinstance(v, date) else v for k, v in data.items()}
        done = move_at_township(
            self.store, matter_id(self.store, key), act, on=on, text=text, data=said
        )
        self.look_at(None)
        return done


def _place(store: Store, code: str) -> None:
    with store.bookkeeping() as connection:
        connection.exec_driver_sql("INSERT INTO sync_kv (k, v) VALUES ('place', ?)", (code,))
    store.know_again()
