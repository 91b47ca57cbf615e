"""A gigabyte of photos in packages: the memory of making and of receiving them (flag --photos)."""

from __future__ import annotations

import hashlib
import random
from datetime import date
from pathlib import Path

from benchmarks.measuring import Result, in_child
from benchmarks.two_desks import empty, join, know_the_seal, set_up_town
from longshan_desk.data.attachments import path_of
from longshan_desk.data.store import Store
from longshan_desk.data.tables.attachments import Attachment
from longshan_desk.domain.visit_labels import Attached
from longshan_desk.paths import DeskPaths

PHOTOS, SIZE = 1_500, 700_000
"""1.05 GB, each as large as the window makes a photo of a phone; more than one file may hold."""

ALLOWED_MB = 300


def measure(scratch: Path) -> list[Result]:
    know_the_seal()
    town, village, stick = scratch / "town", scratch / "village", scratch / "stick"
    set_up_town(town, stick)
    join(town, village, stick)
    with Store(DeskPaths(village)) as store:
        photograph(store)
    folder = empty(scratch / "carried")
    made = in_child("benchmarks.our_handover", "make", str(village), str(folder))
    taken = in_child("benchmarks.our_handover", "take", str(town), str(folder))
    size = PHOTOS * SIZE / 1e6
    return [
        Result("1 GB of photos: memory of making", made["memory"], ALLOWED_MB, "MB", 1),
        Result("1 GB of photos: memory of receiving", taken["memory"], ALLOWED_MB, "MB", 1),
        Result("1 GB of photos: making, a second and MB", made["time"] / 1000, size, "s"),
        Result("1 GB of photos: receiving, a second and MB", taken["time"] / 1000, size, "s"),
    ]


def photograph(store: Store) -> None:
    """Photos with the matters that the window would have them with; their bytes are noise, which
    no packing makes smaller, as those of a JPEG are."""
    dice = random.Random(PHOTOS)
    rows = []
    for number in range(PHOTOS):
        data = dice.randbytes(SIZE)
        digest = hashlib.sha256(data).hexdigest()
        path = path_of(store.paths, digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        rows.append(
            Attachment(
                kind=Attached.MATTER, record_id=f"{number:032x}", digest=digest, size=SIZE,
                added_on=date(2026, 1, 1), by="王会计",
            )
        )  # fmt: skip
    with store.change("添加照片") as session:
        session.insert_many(rows)
