"""P5 会议纪要: what a meeting heard and decided, in the body format."""

from __future__ import annotations

from longshan_desk.documents.facts import MeetingFacts, Said
from longshan_desk.documents.kinds.minutes import decision_words
from longshan_desk.documents.kinds.opening_report import summary
from longshan_desk.documents.kinds.wording import BLANK, day_words, listing, sentence, unended
from longshan_desk.documents.model import (
    Block,
    Face,
    Gap,
    Heading,
    Paper,
    Paragraph,
    Signature,
    Span,
    words,
)
from longshan_desk.documents.wording import (
    Phrase,
    Saying,
    paper_wording,
    signature_phrase,
    title_phrase,
)
from longshan_desk.domain.calendar import numeral
from longshan_desk.domain.labels import AttendanceState, ItemKind, ListKind

NAME = "会议纪要"
WORDING = paper_wording(
    title_phrase("{村名}{月份}{会议名称}会议纪要"),
    title_phrase("{村名}{会议名称}纪要", "other_title", "村“两委”会议的标题"),
    Phrase(
        "opening",
        "开头",
        "{会议日期}，{村名}{开会地点}召开{会议名称}{主持安排}。现将会议情况纪要如下：",
    ),
    signature_phrase("{村党支部}"),
    own=(
        ("月份", "2022年4月"),
        ("会议名称", "党群说事会"),
        ("会议日期", "2022年4月5日"),
        ("开会地点", "在村党群服务中心"),
        ("主持安排", "，会议由马文秀主持"),
    ),
)


def build(facts: MeetingFacts) -> tuple[Paper, ...]:
    parts = [
        *_reported(facts),
        *(_raised(facts) if facts.is_hearing else _decided(facts)),
    ]
    body: list[Block] = []
    for number, (title, lines) in enumerate(parts, 1):
        body += [Heading(1, f"{numeral(number)}、{title}"), *lines]
    say = _said(facts)
    blocks: list[Block] = [
        say.title("title" if facts.is_hearing else "other_title"),
        Gap(),
        *say.paragraphs("opening"),
        *(body or [Gap(8)]),
        Gap(),
        *_attendance(facts),
        Gap(),
        Signature(say.lines("signature"), day_words(facts.on), sealed=False),
    ]
    return (
        Paper(
            "meeting_summary",
            f"{facts.name}纪要" if facts.kind.endswith("会议") else f"{facts.name}会议纪要",
            tuple(blocks),
        ),
    )


def _said(facts: MeetingFacts) -> Saying:
    own = {
        "月份": facts.month,
        "会议名称": facts.kind,
        "会议日期": day_words(facts.on),
        "开会地点": f"在{facts.place}" if facts.place else "",
        "主持安排": f"，会议由{facts.chair}主持" if facts.chair else "",
    }
    return WORDING.said(facts.wording, facts.office.values | own)


def _reported(facts: MeetingFacts) -> list[tuple[str, list[Block]]]:
    if facts.report is None:
        return []
    return [("上月说事事项办结情况", [words(f"会议通报：{summary(facts.report)}")])]


def _raised(facts: MeetingFacts) -> list[tuple[str, list[Block]]]:
    found: list[tuple[str, list[Block]]] = []
    matters = [item for item in facts.items if item.number and not item.voided]
    for kind in ListKind:
        own = [item for item in matters if item.list_kind is kind]
        if own:
            lines = [words(f"{n}.{_matter(item)}") for n, item in enumerate(own, 1)]
            found.append((f"{kind.label}（{len(own)}件）", list(lines)))
    speeches = [item for item in facts.items if item.kind is ItemKind.SPEECH and not item.voided]
    if speeches:
        said: list[Block] = [words(f"{one.speaker}：{sentence(one.text)}") for one in speeches]
        found.append(("发言情况", said))
    if not found and facts.on:
        found.append(("群众说事情况", [words("到会人员没有提出事项。")]))
    return found


def _matter(item: Said) -> str:
    answer = f"{item.answerer or '会上'}当场答复：{unended(item.result)}。" if item.result else ""
    return f"{unended(item.title or item.text)}（{item.number}）。{answer}"


def _decided(facts: MeetingFacts) -> list[tuple[str, list[Block]]]:
    lines: list[Block] = []
    for number, item in enumerate((one for one in facts.own_items if not one.voided), 1):
        tag = f"（{item.number}）" if item.number else ""
        decided = decision_words(item)
        lines.append(words(f"{number}.{unended(item.title or item.text)}{tag}。{decided}"))
    return [("会议议定事项", lines or [words("本次会议没有议定事项。")])] if facts.on else []


def _attendance(facts: MeetingFacts) -> list[Block]:
    found: list[Block] = []
    for state in AttendanceState:
        names = [one.name for one in facts.those(state)]
        if names or state is AttendanceState.PRESENT:
            who = listing(names, BLANK if facts.on is None else "无")
            spans = (Span(f"{state.label}：", Face.HEI), Span(who))
            found.append(Paragraph(spans, indent=2))
    return found
