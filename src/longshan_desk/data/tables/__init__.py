"""Every table of the desk; importing this package knows them all."""

from longshan_desk.data.tables import (
    cadres,
    local,
    log,
    matters,
    meetings,
    office,
    papers,
    people,
    procedures,
    rolls,
)
from longshan_desk.data.tables.exchanged import Exchanged, Table

__all__ = [
    "Exchanged",
    "Table",
    "cadres",
    "local",
    "log",
    "matters",
    "meetings",
    "office",
    "papers",
    "people",
    "procedures",
    "rolls",
]
