"""Doubles that were joined: which record stands for each (R46, R48)."""

from __future__ import annotations

from collections.abc import Mapping


def standing_for(joined: Mapping[str, str | None]) -> dict[str, str]:
    """R48: the record that stands for each record that was joined to another.

    ``joined`` is ``{record: the one it was joined to}``. Two people may join the same doubles in
    opposite directions; of such a ring the record with the smallest id stands, on every desk the
    same. A record that stands for itself is never hidden and is not in the answer.
    """
    links = {record: target for record, target in joined.items() if target is not None}
    found = {}
    for record in links:
        path = [record]
        while (target := links.get(path[-1])) is not None and target not in path:
            path.append(target)
        ring = path[path.index(target) :] if target is not None else path[-1:]
        if (stands := min(ring)) != record:
            found[record] = stands
    return found
