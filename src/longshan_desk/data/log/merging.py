"""One transaction in which a desk takes in what others wrote: the receiving side of the log."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from sqlalchemy import Connection

from longshan_desk.data.ids import new_hex
from longshan_desk.data.log.clock import Clock


@dataclass
class Merging:
    """What receiving works on; it has the open gate, and may give the desk a new number."""

    connection: Connection
    clock: Clock
    dev: str
    """This desk's device number, the new one once it has taken one."""
    former: tuple[str, ...]
    """The numbers that this desk had before."""
    txn: int
    records: set[tuple[str, str]] = field(default_factory=set)
    """What the screens are told of."""
    new_device: str | None = None

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every number that this desk has or had."""
        return (*self.former, self.dev)

    def is_own(self, dev: str) -> bool:
        return dev in self.numbers

    def take_new_device(self) -> str:
        """From here on this desk writes under another number."""
        self.former = (*self.former, self.dev)
        self.dev = self.new_device = new_hex(8)
        put_kv(self.connection, "dev", self.dev)
        put_kv(self.connection, "former_devices", json.dumps(self.former))
        return self.dev


def kv(connection: Connection, key: str) -> str | None:
    found: str | None = connection.exec_driver_sql(
        "SELECT v FROM sync_kv WHERE k = ?", (key,)
    ).scalar()
    return found


def put_kv(connection: Connection, key: str, value: str) -> None:
    connection.exec_driver_sql(
        "INSERT INTO sync_kv (k, v) VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET v = excluded.v",
        (key, value),
    )
