"""Every widget of the window in a believable arrangement, to be looked at and to be tested.

``python tools/window_shots.py tests/ui/gallery.py:shots --out /tmp/shots``
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.domain.labels import ItemKind, ListKind, Stage, Topic
from longshan_desk.errors import BadValueError, DiskFullError, NewerDatabaseError
from longshan_desk.faults import describe
from longshan_desk.paths import DeskPaths
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.main_window import MainWindow, NewAct, PageSpec
from longshan_desk.ui.widgets.boxes import Box
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card, LinkRow
from longshan_desk.ui.widgets.choices import Option, options_of
from longshan_desk.ui.widgets.dates import DayEdit, MonthPicker
from longshan_desk.ui.widgets.fast_grid import FastGrid
from longshan_desk.ui.widgets.fields import (
    Check,
    Choice,
    DayField,
    Line,
    Number,
    People,
    Text,
)
from longshan_desk.ui.widgets.filter_bar import Filter, FilterBar
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.grid_rows import GridColumn, GridRow
from longshan_desk.ui.widgets.meter import Meter
from longshan_desk.ui.widgets.notice import Notice
from longshan_desk.ui.widgets.page import Page
from longshan_desk.ui.widgets.people import Named
from longshan_desk.ui.widgets.progress import ProgressStrip
from longshan_desk.ui.widgets.rows import Column, Sort
from longshan_desk.ui.widgets.search_field import Hit, HitGroup
from longshan_desk.ui.widgets.stepper import Step, Stepper
from longshan_desk.ui.widgets.suggestions import Suggestion
from longshan_desk.ui.widgets.table import RecordTable
from longshan_desk.ui.widgets.tabs import Tabs
from longshan_desk.ui.widgets.timeline import Entry, Timeline
from longshan_desk.ui.widgets.wizard import Wizard, WizardStep
from longshan_desk.ui.widgets.words import badge, words

TODAY = date(2022, 4, 9)
LISTS, STAGES, TOPICS = list(ListKind), list(Stage), list(Topic)
WORDS = (
    "李家门前的水渠塌了一段，下雨天水往院子里灌",
    "五组到砂石厂的路灯坏了两盏，晚上接孩子看不见",
    "高标准农田的边界和去年量的不一样，想请村上来看看",
    "养牛的贷款贴息什么时候能下来",
    "卫生室晚上没人，老人半夜发烧找不到大夫",
)
PEOPLE = ("马占山", "李秀兰", "阿依古丽·买买提", "王䶮", "马如龙", "张存福", "杨玉珍")


class Matters:
    """A pretended query of 60,000 matters."""

    def __init__(self, count: int = 60_000) -> None:
        self._ids = [f"{number:032x}" for number in range(count)]

    def ids(self, sort: Sort | None, filters: Any, text: str) -> Sequence[str]:
        if text and text not in "".join(WORDS):
            return []
        return self._ids[::-1] if sort is not None and sort.descending else self._ids

    def rows(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        return [self._row(int(one, 16), one) for one in ids]

    def _row(self, number: int, one: str) -> dict[str, Any]:
        late = number % 9 - 4
        due = "今天到期" if late == 0 else f"已超 {late} 天" if late > 0 else f"还有 {-late} 天"
        return {
            "id": one,
            "number": f"2022-{number % 12 + 1:02}-{number // 12 + 1:03}",
            "words": WORDS[number % len(WORDS)],
            "by": PEOPLE[number % len(PEOPLE)],
            "topic": TOPICS[number % 6].label,
            "list": LISTS[number % 3].label,
            "stage": STAGES[number % 5].label,
            "responsible": PEOPLE[(number * 3 + 1) % len(PEOPLE)],
            "due": due,
            "tone": "late" if late > 0 else "soon" if late == 0 else "",
        }


COLUMNS = (
    Column("number", "编号", 8),
    Column("words", "群众原话", 18, stretch=True),
    Column("by", "提出人", 8),
    Column("topic", "领域", 9, shown=False),
    Column("list", "清单", 11, badge=True, tone=lambda row: "accent"),
    Column("stage", "环节", 4, badge=True, align="center"),
    Column("responsible", "承办人", 8),
    Column("due", "时限", 6, tone=lambda row: row["tone"]),
)


def find_people(typed: str) -> list[Suggestion]:
    found = [name for name in PEOPLE if typed in name or typed.lower() in "mzslxl"]
    return [Suggestion(f"p{at}", name, f"{at + 1}组") for at, name in enumerate(found)]


def search(text: str) -> list[HitGroup]:
    matters = [Hit("matter", str(at), one, f"2022-04-00{at + 1}") for at, one in enumerate(WORDS)]
    people = [Hit("person", name, name, "三组 · 户主") for name in PEOPLE]
    hits = [hit for hit in matters if text in hit.text][:3]
    names = [hit for hit in people if text in hit.text or text == "m"][:4]
    return [HitGroup("事项", hits, 12), HitGroup("人员", names)]


class HomePage(Page):
    topics = ("matter", "visit")

    def __init__(self, context: Context) -> None:
        super().__init__(context, "工作台", MonthPicker(TODAY), scroll=True)
        self.note.setText("4月9日 星期六 · 距下次说事日 26 天")
        month = Card("本月五步")
        self.steps = Stepper(
            [
                Step("bulletin", "上月通报", "done", "4月2日"),
                Step("hearing", "说事会", "done", "4月5日"),
                Step("committees", "三日内议事", "late", "应于4月8日前"),
                Step("disclosure", "公开", "todo", "4月15日前"),
                Step("report", "上报", "todo", "4月30日前"),
            ],
            "committees",
        )
        month.add(self.steps)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._due(), 5)
        row.addWidget(self._meters(), 3)
        self.body.addWidget(month)
        self.body.addLayout(row, 1)

    def _due(self) -> Card:
        card = Card("要办的事", "7 件")
        rows = [
            LinkRow(words(what), words(who, "note"), badge(when, tone))
            for what, who, when, tone in (
                ("李家门前水渠", "承办 王某某", "已超 5 天", "late"),
                ("五组路灯", "承办 马占山", "已超 1 天", "late"),
                ("高标准农田边界", "待两委会议定", "今天到期", "soon"),
                ("养牛贷款贴息", "待镇党委答复", "还有 3 天", "soon"),
                ("卫生室值班", "待反馈 李秀兰", "还有 6 天", ""),
            )
        ]
        card.add_rows(rows)
        card.add_stretch()
        return card

    def _meters(self) -> Card:
        card = Card("本月进度")
        visits = Meter("走访")
        names = [(str(at), name) for at, name in enumerate(PEOPLE * 12)]
        visits.show_figures(312, 396, "户", names)
        observers = Meter("列席")
        observers.show_figures(2, 4, "次", [("a", "包村领导")])
        promises = Meter("到期承诺")
        promises.show_failure("数据库正忙")
        for meter in (visits, observers, promises):
            card.add(meter)
        card.add_stretch()
        return card


class MattersPage(Page):
    topics = ("matter",)

    def __init__(self, context: Context) -> None:
        super().__init__(context, "事项", button("批量安排承办"))
        tabs = Tabs([("all", "全部")] + [(one.value, one.label) for one in ListKind])
        tabs.set_count("all", 60_000)
        self.filters = FilterBar(
            [
                Filter("stage", "环节", options_of(Stage), several=True),
                Filter("topic", "领域", options_of(Topic)),
                Filter("group", "组", [Option(str(at), f"{at}组") for at in range(1, 9)]),
                Filter("late", "只看超期"),
            ]
        )
        self.table = RecordTable(
            "matters", Matters(), COLUMNS, context.settings, sort=Sort("number")
        )
        self.table.set_empty("还没有事项", "登记事项", lambda: None)
        self.filters.changed.connect(self.table.set_filters)
        self.body.addWidget(tabs)
        self.body.addWidget(self.filters)
        self.body.addWidget(self.table, 1)
        self.setFocusProxy(self.table)

    def load(self) -> None:
        self.table.reload()


class MatterPage(Page):
    def __init__(self, context: Context) -> None:
        super().__init__(
            context, "李家门前水渠", button("更正"), button("安排承办", kind="primary"), scroll=True
        )
        self.note.setText("已保存 10:32")
        labels = QHBoxLayout()
        for text, tone in (
            ("2022-04-003", "plain"),
            ("村级自办事项", "accent"),
            ("环节：议", ""),
            ("已超 5 天", "late"),
            ("今天到期", "soon"),
        ):
            labels.addWidget(badge(text, tone))
        labels.addStretch(1)
        notice = Notice()
        notice.say("说事日 4月5日 + 3日 = 4月8日，已超 1 天未议。", "soon", "补开两委会")
        history = Card("经过", "只增不改")
        history.add(
            Timeline(
                [
                    Entry("4月9日", "记进展", "马占山", "已联系挖机，定于周二清淤。"),
                    Entry(
                        "4月8日",
                        "安排承办",
                        "村“两委”会议",
                        "承办人马占山，4月20日前办结。",
                        "late",
                        (("补录", "soon"),),
                    ),
                    Entry("4月5日", "登记", "李秀兰", WORDS[0] * 3, marks=(("不公开姓名", ""),)),
                ]
            )
        )
        self.body.addLayout(labels)
        self.body.addWidget(notice)
        self.body.addWidget(history)
        self.body.addStretch(1)


def grid_columns() -> list[GridColumn]:
    kinds = [Option(kind.value, kind.label) for kind in list(ItemKind)[:3]]
    matter = ("matter",)
    return [
        GridColumn("kind", "类别", "choice", 6, kinds, default="matter"),
        GridColumn("who", "谁说的", "line", 8, suggest=find_people),
        GridColumn("words", "原话", "text", 20, stretch=True),
        GridColumn("topic", "领域", "choice", 8, options_of(Topic), ("matter", "answer")),
        GridColumn("list", "清单", "choice", 10, options_of(ListKind), matter),
        GridColumn("result", "答复", "text", 12, only_for=("answer",)),
    ]


class HearingPage(Page):
    def __init__(self, context: Context) -> None:
        super().__init__(context, "4月说事会", button("收尾", kind="primary"))
        self.note.setText("4月5日 · 村委会会议室 · 已保存 10:32")
        steps = Stepper(
            [
                Step("notice", "通知", "done", "4月2日"),
                Step("roster", "名单与签到", "done", "应到 31 实到 27"),
                Step("report", "通报", "done", "12 件"),
                Step("speak", "说事", "now", "已记 4 条"),
                Step("close", "收尾"),
            ],
            "speak",
        )
        self.grid = FastGrid(grid_columns(), enter_to="who")
        blank = {"topic": "", "list": "", "result": ""}
        self.grid.set_rows(
            [
                GridRow(
                    {
                        "kind": "matter",
                        "who": PEOPLE[1],
                        "words": WORDS[0] * 2,
                        "topic": "infrastructure",
                        "list": "self_handled",
                        "result": "",
                    }
                ),
                GridRow(
                    {
                        "kind": "answer",
                        "who": PEOPLE[2],
                        "words": WORDS[3],
                        "topic": "industry",
                        "list": "",
                        "result": "贴息 4 月底到账，由马占山逐户告知。",
                    }
                ),
                GridRow(
                    {
                        "kind": "speech",
                        "who": PEOPLE[5],
                        "words": "支部要把清淤排进这周的活。",
                        **blank,
                    }
                ),
                GridRow(
                    {
                        "kind": "matter",
                        "who": PEOPLE[3],
                        "words": WORDS[4],
                        "topic": "livelihood",
                        "list": "escalated",
                        "result": "",
                    }
                ),
            ]
        )
        card = Card()
        card.add(steps)
        self.body.addWidget(card)
        self.body.addWidget(self.grid, 1)


class ImportPage(Page):
    def __init__(self, context: Context) -> None:
        super().__init__(context, "导入农户")
        steps = []
        for key, title, verb in (
            ("file", "选文件", "下一步"),
            ("columns", "认列", "下一步"),
            ("preview", "预览", "导入 12 户"),
            ("done", "完成", "完成"),
        ):
            body = QWidget()
            column = QVBoxLayout(body)
            card = Card(title, "农户信息汇总表.xlsx · 第 3 行是表头")
            card.add(words("新增 12 户，更新 30 户，不变 351 户，退回 5 行，待判定 2 行。"))
            column.addWidget(card)
            column.addStretch(1)
            steps.append(WizardStep(key, title, body, verb=verb))
        self.wizard = Wizard(steps)
        self.body.addWidget(self.wizard, 1)


class EmptyPage(Page):
    def __init__(self, context: Context) -> None:
        super().__init__(context, "农户")
        table = RecordTable("none", Matters(0), COLUMNS, context.settings)
        table.set_empty("还没有农户", "从 Excel 导入", lambda: None)
        table.reload()
        self.body.addWidget(table, 1)


def register_form() -> Form:
    return Form(
        [
            Text("words", "群众原话", rows=3, required=True, hint="照原话记，不改意思"),
            Line("summary", "梳理", wide=True, placeholder="一句话说清是什么事"),
            Choice("list", "清单", options_of(ListKind), required=True, wide=True),
            Choice("topic", "领域", options_of(Topic), required=True),
            DayField("heard_on", "提出日期", lambda: TODAY, latest=lambda: TODAY, required=True),
            People("raisers", "提出人", suggest=find_people, required=True),
            Number("signatures", "联名人数", minimum=1, unit="人"),
            Check("anonymous", "不公开姓名（纸上写“某群众”）"),
        ]
    )


def register_dialog(parent: QWidget | None, context: Context, on_save: Any = None) -> FormDialog:
    return FormDialog(
        parent,
        context,
        "登记事项",
        register_form(),
        verb="登记",
        on_save=on_save or (lambda values: None),
        draft_key="matter/register",
    )


PAGES = (
    PageSpec("home", "工作台", "home", HomePage, "Ctrl+1"),
    PageSpec("hearing", "说事会", "hearing", HearingPage, "Ctrl+2"),
    PageSpec("matters", "事项", "matters", MattersPage, "Ctrl+3", ("matter",)),
    PageSpec("procedure", "四议两公开", "procedure", MatterPage, "Ctrl+4"),
    PageSpec("diary", "走访日记", "diary", EmptyPage, "Ctrl+5"),
    PageSpec("households", "农户", "households", EmptyPage, "Ctrl+6"),
    PageSpec("appraisal", "评议", "appraisal", EmptyPage, "Ctrl+7"),
    PageSpec("disclosure", "公开", "disclosure", EmptyPage, "Ctrl+8"),
    PageSpec("papers", "文书", "papers", ImportPage, "Ctrl+9"),
    PageSpec("handover", "U盘交接", "handover", EmptyPage, "Ctrl+0"),
    PageSpec("settings", "设置", "settings", EmptyPage, foot=True),
)


class PretendedStore:
    """Knows one act that can be taken back."""

    class _Step:
        label = "登记事项"

    def undoable(self) -> tuple[Any, Any]:
        return self._Step(), None

    def undo(self) -> str:
        return "登记事项"

    def redo(self) -> str:
        return ""


def make_window(home: Path) -> tuple[Context, MainWindow]:
    context = Context(DeskPaths(home).create(), today=lambda: TODAY)
    window = MainWindow(
        context,
        PAGES,
        open_desk=lambda: context.open(PretendedStore(), desk_name="大湾村", user="马文书"),
        search=search,
        new_acts=(
            NewAct("登记事项", lambda: None, "matters"),
            NewAct("记日记", lambda: None, "diary"),
            NewAct("新建会议", lambda: None, "hearing"),
        ),
    )
    context.say("backup", "备份 今天 08:12")
    context.say("report", "上报 3月31日")
    context.say("return", "返回 4月2日")
    context.say("waiting", "3 条未上报", "soon")
    return context, window


def shots(shooter: Any) -> None:
    """Everything, one picture after another."""
    home = Path(tempfile.mkdtemp(prefix="gallery-"))
    _shoot_start(shooter, home)
    context, window = make_window(home)
    window.showMaximized()
    shooter.settle(400)
    for key in ("home", "hearing", "matters", "procedure", "households", "papers"):
        window.show_page(key)
        shooter.shoot(f"page-{key}")
    _shoot_grid(shooter, window)
    _shoot_table(shooter, window)
    _shoot_frame(shooter, window)
    _shoot_form(shooter, context, window)
    _shoot_boxes(shooter, window)
    window._set_font_size(14.0)
    for key in ("home", "matters", "hearing"):
        window.show_page(key)
        shooter.shoot(f"large-{key}")
    window.close()


def _shoot_start(shooter: Any, home: Path) -> None:
    def refuse() -> None:
        raise NewerDatabaseError(
            "数据来自更新的程序（0.3），这里的程序是 0.1，不能打开。",
            hint="请先升级程序，数据没有改动。",
        )

    window = MainWindow(Context(DeskPaths(home)), PAGES, open_desk=refuse)
    window.showMaximized()
    shooter.shoot("start-refused")
    window.close()


def _shoot_grid(shooter: Any, window: MainWindow) -> None:
    window.show_page("hearing")
    page = window.page("hearing")
    assert isinstance(page, HearingPage)
    grid = page.grid
    grid.start()
    shooter.settle()
    QTest.keyClicks(grid.focusWidget() or grid, "m")
    shooter.shoot("grid-suggestions")
    grid._go(0, 2)
    shooter.shoot("grid-text")


def _shoot_table(shooter: Any, window: MainWindow) -> None:
    window.show_page("matters")
    page = window.page("matters")
    assert isinstance(page, MattersPage)
    page.filters.set_values({"stage": ["acting", "closed"], "late": True})
    page.table.view.select_rows([1, 2, 5])
    page.table.view.setCurrentIndex(page.table.model.index(3, 0))
    page.table.view.select_rows([1, 2, 5])
    page.table.view.setFocus(Qt.FocusReason.TabFocusReason)
    shooter.shoot("table-chosen")
    menu = page.table.column_menu()
    menu.popup(page.table.mapToGlobal(page.table.rect().topRight()))
    shooter.shoot("table-columns")
    menu.close()


def _shoot_frame(shooter: Any, window: MainWindow) -> None:
    window.show_page("home")
    window.top.search.setFocus()
    window.top.search.setText("马")
    window.top.search.look()
    shooter.shoot("search")
    window.top.search.clear()
    window.setFocus()
    window.top.open_menu()
    shooter.shoot("menu")
    window.menu.close()
    meter = window.page("home").findChildren(Meter)[0]
    meter.show_missing()
    shooter.shoot("meter-names")
    QTest.keyClick(shooter.app.activePopupWidget(), Qt.Key.Key_Escape)
    toast = speaker.toast(window, "已登记事项 2022-04-003", undo=lambda: None)
    shooter.shoot("toast")
    assert toast is not None
    toast.close()
    strip = ProgressStrip(window, "导入农户")
    strip.show_step(3_218, 8_425)
    strip.show()
    shooter.shoot("progress")
    strip.close()


def _shoot_form(shooter: Any, context: Context, window: MainWindow) -> None:
    dialog = register_dialog(window, context)
    dialog.show()
    dialog.sheet.form.set_values(
        {"words": WORDS[0], "raisers": [Named(PEOPLE[1], "p1")], "list": "self_handled"}
    )
    dialog.sheet.form.fields["heard_on"].set_draft("4.5")
    dialog.sheet.form.edited.emit()
    shooter.settle(900)
    shooter.shoot("form")
    dialog.sheet.save()
    dialog.sheet.form.show_error(
        BadValueError("联名人数比提出人还少。", hint="请核对。", where="signatures")
    )
    shooter.shoot("form-errors")
    dialog.close()
    again = register_dialog(window, context)
    again.show()
    again.sheet.form.focus_on("heard_on")
    shooter.settle()
    again.findChildren(DayEdit)[0].open_calendar()
    shooter.shoot("form-restored")
    QTest.keyClick(shooter.app.activePopupWidget(), Qt.Key.Key_Escape)
    again.close()


def _shoot_boxes(shooter: Any, window: MainWindow) -> None:
    full = DiskFullError(
        "磁盘或U盘的空间已满（上报包.lsp）。", hint="请删除不需要的文件，或换一个U盘。"
    )
    box = Box(window, full.message, full.hint, icon_name="warning", tone="soon")
    box.add_button("知道了", kind="primary", default=True)
    box.show()
    shooter.shoot("box-refusal")
    box.close()
    box = Box(
        window,
        "要作废整个 4 月说事会吗？",
        "会议记录和 12 条发言都会作废，不能撤销。",
        icon_name="warning",
        tone="late",
    )
    box.add_button("取消", default=True)
    box.add_button("作废", kind="danger")
    box.show()
    shooter.shoot("box-confirm")
    box.close()
    try:
        raise KeyError("secret")
    except KeyError as exc:
        details = describe(exc)
    box = Box(
        window, speaker.BUG_WORDS, "请再试一次。", icon_name="warning", tone="late", details=details
    )
    box.add_copy_button()
    box.add_button("关闭", kind="primary", default=True)
    box.show()
    shooter.shoot("box-bug")
    box.close()
