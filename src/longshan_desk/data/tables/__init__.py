"""Every table of the desk; importing this package knows them all."""

from longshan_desk.data.tables import (
    attachments,
    cadres,
    household_acts,
    local,
    log,
    matters,
    meetings,
    office,
    papers,
    peers,
    people,
    procedures,
    rolls,
    visits,
)
from longshan_desk.data.tables.exchanged import Exchanged, Table

__all__ = [
    "Exchanged",
    "Table",
    "attachments",
    "cadres",
    "household_acts",
    "local",
    "log",
    "matters",
    "meetings",
    "office",
    "papers",
    "peers",
    "people",
    "procedures",
    "rolls",
    "visits",
]
