"""The search field over 60,000 texts, against one LIKE over the same table."""

from __future__ import annotations

import sqlite3

from benchmarks.measuring import Result, median_ms
from longshan_desk.data.store import Store
from longshan_desk.paths import DeskPaths
from longshan_desk.queries.search import search

WORDS = ("占山", "马占山", "mzs", "1398")


def measure(paths: DeskPaths) -> list[Result]:
    store = Store(paths, writer=False)
    plain = sqlite3.connect(paths.database)
    statement = "SELECT kind, id FROM search_entry WHERE text LIKE ?"
    try:
        return [
            Result(
                f"search of 75,000 texts: {word}",
                median_ms(lambda word=word: search(store, word)),
                median_ms(lambda word=word: plain.execute(statement, (f"%{word}%",)).fetchall()),
                "ms",
            )
            for word in WORDS
        ]
    finally:
        plain.close()
        store.close()
