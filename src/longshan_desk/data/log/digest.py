"""One figure for all records of a partition: equal logs must give equal records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from sqlalchemy import Connection

from longshan_desk.data.log.registry import SyncedTable, synced_tables
from longshan_desk.data.log.vectors import version_vectors

_AT_ONCE = 2_000

Taken = Mapping[str, tuple[Mapping[str, int], str]]
"""Digests by partition, each with the version vector at which it was taken."""


def take_digests(connection: Connection, parts: Iterable[str]) -> Taken:
    """The digests of these partitions as they stand."""
    vectors = version_vectors(connection, parts)
    return {part: (vector, digest_of(connection, part)) for part, vector in vectors.items()}


def digest_at(connection: Connection, part: str, vector: Mapping[str, int], taken: Taken) -> str:
    """The digest that was taken before, if the log has not grown since: reading every record costs
    more than all the rest of a month's package."""
    before = taken.get(part)
    if before is not None and before[0] == vector:
        return before[1]
    return digest_of(connection, part)


def digest_of(connection: Connection, part: str) -> str:
    """SHA-256 over every record of the partition, as hex; computed columns do not count."""
    total = sha256()
    for name, table in sorted(synced_tables().items()):
        columns = ", ".join(f'"{each}"' for each in sorted(table.kinds))
        cursor = connection.connection.cursor()  # SQLAlchemy's rows cost more than the digest
        cursor.execute(
            f'SELECT json_array(id, {columns}) FROM "{name}" WHERE part = ? ORDER BY id', (part,)
        )
        total.update(f"{name}\n".encode())
        while rows := cursor.fetchmany(_AT_ONCE):
            total.update("".join(f"{words}\n" for (words,) in rows).encode())
        cursor.close()
    return total.hexdigest()


def record_words(
    connection: Connection, name: str, table: SyncedTable, part: str
) -> Iterator[tuple[str, str]]:
    """Each record of a table with what its digest is taken of."""
    columns = ", ".join(f'"{each}"' for each in sorted(table.kinds))
    rows = connection.exec_driver_sql(
        f'SELECT id, json_array(id, {columns}) FROM "{name}" WHERE part = ? ORDER BY id', (part,)
    )
    yield from ((record, words) for record, words in rows)
