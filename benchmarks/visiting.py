"""Every query of visiting with 60,000 entries in the diary, against the same with 600."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication

from benchmarks.measuring import Result, median_ms, medians_in_turns
from longshan_desk.actions.diary import follow_promise
from longshan_desk.actions.households import add_household
from longshan_desk.actions.import_visits import apply, preview
from longshan_desk.actions.ledger import add_ledger
from longshan_desk.actions.office import create_village_office
from longshan_desk.actions.visits import add_visits, correct_visit
from longshan_desk.data.store import Store
from longshan_desk.domain.calendar import Month, Quarter
from longshan_desk.domain.household_facts import HouseholdFacts, PersonFacts
from longshan_desk.domain.labels import FindingKind
from longshan_desk.domain.ledger_facts import LedgerFacts
from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.domain.visit_labels import FollowUpKind, VisitWay
from longshan_desk.paths import DeskPaths
from longshan_desk.queries.coverage import month_coverage, quarter_coverage, special_visits_due
from longshan_desk.queries.diary import month_filter, months_written, phrases, visitors_since
from longshan_desk.queries.home import home
from longshan_desk.queries.household_visits import household_visits
from longshan_desk.queries.households import household
from longshan_desk.queries.ledger import list_ledger
from longshan_desk.queries.search import search
from longshan_desk.queries.visit_doubles import visit_doubles
from longshan_desk.queries.visit_filters import VisitFilter
from longshan_desk.queries.visit_rounds import visiting_round
from longshan_desk.queries.visits import list_visits, visit_ids, visit_page, visit_rows
from longshan_desk.ui.context import Context
from longshan_desk.ui.visits.diary_tab import DiaryTab

MANY, FEW = 60_000, 600
HOUSEHOLDS, LEDGER = 400, 40
PAGE = 100  # rows that a list reads at once
TODAY = date(2022, 4, 28)
VISITORS = ("孙立", "李娜", "马文秀", "苏海")
SAID = ("水渠通了", "老人腿疼", "想养羊", "路灯不亮", "地里浇上水了", "孩子上学去了")


def measure(scratch: Path) -> list[Result]:
    few, many = (make_diary(scratch / str(count), count) for count in (FEW, MANY))
    try:
        slow, quick = screens(many), screens(few)
        painted = "the whole diary, painted"
        slow[painted], quick[painted] = diary_tab(many), diary_tab(few)
        return [
            Result(f"60,000 visits: {name}", *medians_in_turns(slow[name], quick[name]), "ms", 2)
            for name in slow
        ] + import_of_a_year(scratch, few)
    finally:
        few.close()
        many.close()


def import_of_a_year(scratch: Path, store: Store) -> list[Result]:
    """A year's sheet of 4,800 rows, against python-calamine reading the same file."""
    file = scratch / "year.xlsx"
    make_year(file)

    def bare() -> object:
        from python_calamine import CalamineWorkbook

        return CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()

    def whole() -> object:
        apply(store, preview(store, file))
        return store.undo()

    reading = median_ms(bare, runs=3)
    return [
        Result(
            "a year of visits: preview", median_ms(lambda: preview(store, file), 3), reading, "ms"
        ),
        Result("a year of visits: import and undo", median_ms(whole, 3), reading, "ms"),
    ]


def make_year(file: Path) -> None:
    """400 households a month, by group and head, as a cadre keeps them."""
    from longshan_desk.sheets.write_lists import write_visits

    dice, year = random.Random(4_800), 2020
    rows = []
    for month in (Month(year, number) for number in range(1, 13)):
        for place in range(HOUSEHOLDS):
            facts = _entry(dice, month, "")
            said = {name: getattr(facts, name) for name in VisitFacts.LABELS}
            said["household_id"] = None
            said["is_unchanged"] = said["is_internal"] = None
            rows.append({**said, "group": place % 8 + 1, "head": f"马{place:03d}户"})
    write_visits(file, rows)


def screens(store: Store) -> dict[str, Callable[[], object]]:
    """What each screen asks; the month has as many entries in the one diary as in the other."""
    month, quarter = Month(2022, 4), Quarter(2022, 2)
    (home_id,) = store_homes(store)[:1]
    entry = visit_ids(store, VisitFilter(household_id=home_id))[0]
    wanted = month_filter(store, month)

    return {
        "month coverage": lambda: month_coverage(store, month),
        "quarter coverage": lambda: quarter_coverage(store, quarter),
        "visiting round": lambda: visiting_round(store, month),
        "visiting round of a group": lambda: visiting_round(store, month, group=1),
        "special groups due": lambda: special_visits_due(store),
        "home": lambda: home(store),
        "month diary": lambda: list_visits(store, wanted),
        "month diary of a visitor": lambda: list_visits(store, replace(wanted, visitor="孙立")),
        "whole diary, first page": lambda: visit_rows(store, visit_ids(store)[:PAGE]),
        "household page": lambda: household(store, home_id),
        "household page: visits": lambda: household_visits(store, home_id),
        "household diary, first page": lambda: visit_rows(
            store, visit_ids(store, VisitFilter(household_id=home_id))[:20]
        ),
        "one entry": lambda: visit_page(store, entry),
        "open promises": lambda: visit_ids(store, VisitFilter(only_promises=True)),
        "open findings of two months": lambda: visit_ids(
            store, VisitFilter(from_on=TODAY - timedelta(days=60), only_findings=True)
        ),
        "phrases": lambda: phrases(store),
        "visitors of a year": lambda: visitors_since(store, TODAY - timedelta(days=365)),
        "doubles of a month": lambda: visit_doubles(store, from_on=TODAY - timedelta(days=30)),
        "ledger": lambda: list_ledger(store),
        "search": lambda: search(store, "马123户"),
        "months to leaf through": lambda: months_written(store),
    }


def diary_tab(store: Store) -> Callable[[], object]:
    """The tab 民情日记 with all months: from the click to a painted list and its first entry."""
    app = QApplication.instance() or QApplication([])
    context = Context(store.paths, today=store.today)
    context.open(store, desk_name="大湾村")
    tab = DiaryTab(context)
    tab.resize(1300, 640)
    tab.show()
    tab.load(Month.of(TODAY))

    def show() -> object:
        tab.bar.load()
        tab.bar.clear()
        tab.bar.changed.emit()
        app.processEvents()
        return tab.grab()

    return show


def store_homes(store: Store) -> list[str]:
    from longshan_desk.queries.households import household_ids

    return household_ids(store)


def make_diary(folder: Path, count: int) -> Store:
    """400 households, visited every month until ``count`` entries are written, backwards from
    today; some with findings, promises and corrections. The same dice for both."""
    paths = DeskPaths(folder)
    store = Store.create(paths, today=lambda: TODAY)
    create_village_office(
        store, code="07", name="大湾村", hearing_day="每月5日", user="王文", township="龙山镇"
    )
    dice = random.Random(600)
    homes = [
        add_household(
            store, HouseholdFacts(group_no=place % 8 + 1), head=PersonFacts(f"马{place:03d}户")
        )
        for place in range(HOUSEHOLDS)
    ]
    for place in range(LEDGER):
        add_ledger(store, LedgerFacts(f"修好{place}号水渠", "孙立", TODAY), on=TODAY)
    month, left = Month(2022, 4), count
    while left > 0:
        part = homes[: min(left, HOUSEHOLDS)]
        _write(store, dice, month, part)
        left, month = left - len(part), month.plus(-1)
    return store


def _write(store: Store, dice: random.Random, month: Month, homes: list[str]) -> None:
    entries = [_entry(dice, month, one) for one in homes]
    made = add_visits(store, entries)
    for entry_id, facts in zip(made, entries, strict=True):
        if facts.promise:
            follow_promise(store, entry_id, FollowUpKind.KEPT, "办好了。", on=facts.on)
    facts = entries[0]
    correct_visit(store, made[0], replace(facts, text=f"{facts.text}。"), reason="漏了句号。")


def _entry(dice: random.Random, month: Month, household_id: str) -> VisitFacts:
    on = month.first_day + timedelta(days=dice.randrange(28))
    way = VisitWay.AT_HOME if dice.random() < 0.85 else VisitWay.TELEPHONE
    text = "".join(dice.sample(SAID, k=dice.choice((1, 2, 3))))
    facts = VisitFacts(household_id, on, way, (dice.choice(VISITORS),), text)
    if dice.random() < 0.05:
        facts = replace(facts, finding=dice.choice(tuple(FindingKind)))
    if dice.random() < 0.01:
        facts = replace(facts, promise="帮着问一问", promise_due=on + timedelta(days=20))
    return facts
