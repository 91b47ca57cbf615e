"""Preview of a large roster, against reading the file and one plain insert of its rows."""

from __future__ import annotations

import random
import sqlite3
import sys
from datetime import date, timedelta
from pathlib import Path

from benchmarks.inside import peak_mb
from benchmarks.measuring import Result, in_child, median_ms
from longshan_desk.actions.import_households import preview
from longshan_desk.data.store import Store
from longshan_desk.demo.cards import Cards
from longshan_desk.domain.labels import Sex
from longshan_desk.paths import DeskPaths

ROWS, COLUMNS = 8_425, 37
HEADINGS = tuple("组别 户编号 户主姓名 姓名 与户主关系 性别 身份证号 民族 联系电话 备注".split())


def measure(scratch: Path) -> list[Result]:
    file = make_roster(scratch / "roster.xlsx")
    paths = DeskPaths(scratch / "import")
    store = Store.create(paths)
    try:
        ours = median_ms(lambda: preview(store, file), runs=3)
    finally:
        store.close()
    bare = median_ms(lambda: read_and_insert(file, scratch), runs=3)
    memory = in_child("benchmarks.importing", "ours", str(scratch))
    plain = in_child("benchmarks.importing", "bare", str(scratch))
    return [
        Result("import of 8,425 x 37: preview", ours, bare, "ms", 4),
        Result("import of 8,425 x 37: memory", memory["memory"], plain["memory"], "MB"),
    ]


def read_and_insert(file: Path, scratch: Path) -> None:
    """What nobody can do without: the cells out of the file, the rows into a table."""
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    base = scratch / "plain.sqlite"
    base.unlink(missing_ok=True)
    connection = sqlite3.connect(base)
    with connection:
        names = ", ".join(f"c{place}" for place in range(COLUMNS))
        connection.execute(f"CREATE TABLE roster ({names})")
        marks = ", ".join("?" * COLUMNS)
        values = [[str(cell) for cell in row[:COLUMNS]] for row in rows]
        connection.executemany(f"INSERT INTO roster VALUES ({marks})", values)
    connection.close()


def make_roster(path: Path) -> Path:
    """Households of four, valid numbers of nobody, the rest of the columns filled with words."""
    from openpyxl import Workbook

    dice = random.Random(8_425)
    cards = Cards(dice)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("花名册")
    more = [f"其他信息{place}" for place in range(COLUMNS - len(HEADINGS))]
    sheet.append([*HEADINGS, *more])
    for place in range(ROWS - 1):
        sheet.append(_row(place, dice, cards))
    book.save(path)
    return path


def _row(place: int, dice: random.Random, cards: Cards) -> list[str]:
    household, position = divmod(place, 4)
    woman = position == 1
    number = None
    while number is None:
        born = date(1930, 1, 1) + timedelta(days=dice.randrange(32_000))
        sex = Sex.FEMALE if woman else Sex.MALE
        number = cards.id_number(born, sex)
    head = f"马户{household}"
    name = head if position == 0 else f"马成员{place}"
    relation = ("户主", "妻", "长子", "次子")[position]
    known = [
        f"{household % 8 + 1}组",
        f"{household:05d}",
        head,
        name,
        relation,
        "女" if woman else "男",
        number,
        "回族",
        cards.phone(),
        "",
    ]
    return [*known, *(f"内容{place % 50}" for _ in range(COLUMNS - len(known)))]


def _child(kind: str, scratch: str) -> None:
    folder = Path(scratch)
    file = folder / "roster.xlsx"
    if kind == "ours":
        store = Store(DeskPaths(folder / "import"), writer=False)
        preview(store, file)
    else:
        read_and_insert(file, folder)
    print(f"memory={peak_mb()}")


if __name__ == "__main__":
    _child(*sys.argv[1:3])
