"""P15 民情日记: one entry as a form, and a month as a booklet to leaf through and file."""

from __future__ import annotations

from collections.abc import Iterator

from longshan_desk.documents.kinds.minutes import writing_lines
from longshan_desk.documents.kinds.wording import (
    BLANK_DAY,
    day_words,
    form,
    listing,
    pair,
    pairs,
    sentence,
)
from longshan_desk.documents.model import (
    Align,
    Block,
    Cell,
    Field,
    Fields,
    Gap,
    Heading,
    PageBreak,
    Paper,
    Row,
    Table,
    Title,
    head,
    words,
)
from longshan_desk.documents.pages import FORM
from longshan_desk.documents.visit_facts import DiaryEntry, DiaryFacts
from longshan_desk.documents.wording import paper_wording, signers_phrase, title_phrase
from longshan_desk.domain.calendar import chinese_date, weekday_name

ENTRY = "民情日记"
MONTH = "民情日记（月册）"
_SIGNERS = signers_phrase("走访人（签名）\n走访对象（签名）")
ENTRY_WORDING = paper_wording(title_phrase("{单位}｜民情日记"), _SIGNERS)
MONTH_WORDING = paper_wording(title_phrase("民情日记", place="封面标题"))
_BLANK_ENTRIES = 4
_UNCHANGED = "走访了解，情况没有变化。"


def build_entry(facts: DiaryFacts) -> tuple[Paper, ...]:
    entry = facts.entries[0] if facts.entries else DiaryEntry()
    day = chinese_date(entry.on) if entry.on else ""
    say = ENTRY_WORDING.said(facts.wording, facts.office.values)
    blocks: list[Block] = [
        say.title(),
        words("（补录）", indent=0) if entry.is_late else Gap(0.3),
        form(_head(entry)),
        Gap(0.3),
        *(_course(entry) if entry.on else _to_write()),
        Gap(),
        *say.to_sign(),
    ]
    name = f"{facts.office.name}{day}走访{entry.household}民情日记"
    return (Paper("diary_entry", name, tuple(blocks), FORM),)


def _head(entry: DiaryEntry) -> list[Row]:
    day = f"{chinese_date(entry.on)}（{weekday_name(entry.on)}）" if entry.on else BLANK_DAY
    return [
        pairs("走访时间", day, "走访方式", entry.way),
        pairs("走访农户", f"{entry.group}{entry.household}", "走访地点", entry.place),
        pair("走访对象", listing(entry.met, "")),
        pair("走访人员", listing(entry.visitors, "")),
        pair("走访内容", listing(entry.topics, "")),
    ]


def _to_write() -> list[Block]:
    return [
        Heading(1, "一、走访情况"),
        writing_lines(7),
        Heading(1, "二、反映的问题和诉求"),
        writing_lines(4),
        Heading(1, "三、答应办理的事项和时限"),
        writing_lines(3),
    ]


def _course(entry: DiaryEntry) -> list[Block]:
    found: list[Block] = [Heading(1, "一、走访情况"), words(_said(entry))]
    if entry.finding or entry.follow_up:
        kind = f"属于{entry.finding}。" if entry.finding else ""
        found += [Heading(1, "二、发现的问题和诉求"), words(f"{kind}{sentence(entry.follow_up)}")]
    if entry.promise:
        number = "三" if len(found) > 2 else "二"
        found += [Heading(1, f"{number}、答应办理的事项"), words(_promise(entry))]
    if entry.former_text:
        day = day_words(entry.corrected_on)
        why = f"，原因：{sentence(entry.correction_reason)}" if entry.correction_reason else "。"
        found.append(words(f"（{day}更正{why}更正前为：{sentence(entry.former_text)}）"))
    if entry.review:
        found += [Heading(1, "领导批阅"), words(_review(entry))]
    return found


def _said(entry: DiaryEntry) -> str:
    return sentence(entry.text) or (_UNCHANGED if entry.is_unchanged else "没有记录内容。")


def _promise(entry: DiaryEntry) -> str:
    by = f"由{entry.promise_by}" if entry.promise_by else ""
    due = f"，{chinese_date(entry.promise_due)}前办好" if entry.promise_due else ""
    return f"{by}办理：{entry.promise.rstrip('。')}{due}。"


def _review(entry: DiaryEntry) -> str:
    by = f"（{entry.reviewed_by}，{day_words(entry.reviewed_on)}）" if entry.reviewed_by else ""
    return f"{sentence(entry.review)}{by}"


def build_month(facts: DiaryFacts) -> tuple[Paper, ...]:
    """Cover, the list of households seen, and every entry by date."""
    owner = f"{facts.owner}" if facts.owner else facts.office.name
    name = f"{owner}{facts.period}民情日记"
    say = MONTH_WORDING.said(facts.wording, facts.office.values)
    blocks: list[Block] = [
        Gap(5),
        Title((facts.office.place,), size=24),
        Gap(),
        say.title(size=40),
        Gap(3),
        *(
            words(line, indent=0, align=Align.CENTER)
            for line in (facts.period, facts.duty, facts.owner)
            if line
        ),
        PageBreak(),
        Title((owner, facts.period, "走访目录")),
        Gap(0.3),
        _contents(facts.entries),
        PageBreak(),
        *_entries(facts),
    ]
    return (Paper("diary_month", name, tuple(blocks), FORM),)


def _contents(entries: tuple[DiaryEntry, ...]) -> Table:
    rows = [
        Row(
            (
                Cell(str(number), align=Align.CENTER),
                Cell(f"{one.on.month}月{one.on.day}日" if one.on else "", align=Align.CENTER),
                Cell(f"{one.group}{one.household}"),
                Cell(one.way, align=Align.CENTER),
                Cell(listing(one.visitors, "")),
                Cell(one.finding or one.follow_up),
            )
        )
        for number, one in enumerate(entries, 1)
    ]
    if not rows:
        rows = [Row((Cell("本月没有走访记录", span=6, align=Align.CENTER),), height=10)]
    return Table(
        (14, 28, 38, 18, 38, 29), (head("序号", "日期", "农户", "方式", "走访人", "发现"), *rows)
    )


def _entries(facts: DiaryFacts) -> Iterator[Block]:
    if not facts.entries:
        if facts.made_on is None:
            for _ in range(_BLANK_ENTRIES):
                yield Fields((Field("日期", BLANK_DAY, 1.4), Field("农户"), Field("走访人")))
                yield writing_lines(6)
        return
    for number, one in enumerate(facts.entries, 1):
        day = f"{chinese_date(one.on)}（{weekday_name(one.on)}）" if one.on else ""
        late = "（补录）" if one.is_late else ""
        yield Heading(3, f"{number}.{day}　{one.group}{one.household}　{one.way}{late}")
        met = f"见到：{listing(one.met)}。" if one.met else ""
        who = (
            f"走访人：{listing(one.visitors)}。" if len(one.visitors) > 1 or not facts.owner else ""
        )
        if met or who:
            yield words(f"{met}{who}")
        yield words(_said(one))
        if one.promise:
            yield words(f"答应：{_promise(one)}")
        if one.follow_up:
            yield words(sentence(one.follow_up))
        if one.former_text:
            yield words(
                f"（{day_words(one.corrected_on)}更正，更正前为：{sentence(one.former_text)}）"
            )
        if one.review:
            yield words(f"批阅：{_review(one)}")
