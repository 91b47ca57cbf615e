"""What a package says beside its records: what its desk has and wants, what is sealed or lost."""

from __future__ import annotations

from sqlalchemy import Connection

from longshan_desk.data.log.vectors import remember_peer
from longshan_desk.data.types import canonical_json
from longshan_desk.exchange.package import OpenPackage
from longshan_desk.peers import envelopes, photos
from longshan_desk.peers.known import Known


def note(connection: Connection, found: OpenPackage, known: Known) -> None:
    """What a package says beside its records: acknowledged, sealed, wanted, lost."""
    header, letter = found.header, found.letter
    speaks_now(connection, found, known)
    if (envelope := found.envelope) is not None and known.is_township:
        envelopes.keep_received(connection, envelope, header.sender)
    envelopes.drop_confirmed(connection, letter.confirmed_envelopes)
    photos.give_up(connection, letter.gone)


def speaks_now(connection: Connection, found: OpenPackage, known: Known) -> None:
    """Its desk's newest word, and the number under which it said it."""
    header, letter = found.header, found.letter
    for dev in known.numbers_of(found.found.sign) - {header.dev}:
        remember_peer(connection, dev, {})
    said = {
        "months": list(letter.months), "counts": dict(letter.contents.notes),
        "want": list(letter.want), "list": letter.device_list_version, "no": header.number,
        "digest": dict(letter.contents.digest),
    }  # fmt: skip
    connection.exec_driver_sql(
        "INSERT INTO pkg_note (pkg, place, dev, made, said) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (pkg) DO NOTHING",
        (header.id, header.sender, header.dev, header.made, canonical_json(said)),
    )
