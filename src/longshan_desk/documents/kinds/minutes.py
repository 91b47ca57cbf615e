"""P4 党群说事会会议记录 and P8 村“两委”会议记录: everybody, every word, in spoken order."""

from __future__ import annotations

from collections.abc import Iterable

from longshan_desk.documents.facts import Attendee, MeetingFacts, Said
from longshan_desk.documents.kinds.opening_report import summary
from longshan_desk.documents.kinds.wording import (
    day_words,
    form,
    listing,
    moment_words,
    pair,
    pairs,
    sentence,
    unended,
)
from longshan_desk.documents.model import (
    Block,
    Cell,
    Gap,
    Heading,
    Paper,
    Paragraph,
    Row,
    Span,
    Table,
    words,
)
from longshan_desk.documents.pages import FORM
from longshan_desk.documents.wording import (
    Wording,
    paper_wording,
    signers_phrase,
    title_phrase,
)
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.labels import AttendanceState, Decision, ItemKind

HEARING = "党群说事会会议记录"
COMMITTEES = "村“两委”会议记录"
_SIGNERS = signers_phrase("主持人（签名）\n记录人（签名）")
_OWN = (("会议名称", "党群说事会"), ("会议日期", "2022年4月5日"))
HEARING_WORDING = paper_wording(title_phrase("{单位}｜党群说事会会议记录"), _SIGNERS, own=_OWN)
COMMITTEES_WORDING = paper_wording(
    title_phrase("{单位}｜村“两委”会议记录"),
    title_phrase("{单位}{会议记录}", "other_title", "其他会议的标题"),
    _SIGNERS,
    own=(*_OWN, ("会议记录", "村民代表会议记录")),
)
_WRITING_LINES = 14
_UNSPOKEN = {ItemKind.FREE: ItemKind.FREE.label}
PARTY_DAY_APART = "会议与主题党日一并召开，主题党日另有会议记录。"


def build_hearing(facts: MeetingFacts) -> tuple[Paper, ...]:
    parts = _hearing_parts(facts)
    return (_paper("hearing_minutes", HEARING_WORDING, "title", facts, parts),)


def build_committees(facts: MeetingFacts) -> tuple[Paper, ...]:
    key = "title" if "两委" in facts.kind else "other_title"
    parts = _committees_parts(facts)
    return (_paper("committees_minutes", COMMITTEES_WORDING, key, facts, parts),)


def _paper(
    kind: str, wording: Wording, title_key: str, facts: MeetingFacts, parts: Iterable[Block]
) -> Paper:
    own = {
        "会议名称": facts.kind,
        "会议日期": day_words(facts.on),
        "会议记录": f"{facts.kind}记录",
    }
    say = wording.said(facts.wording, facts.office.values | own)
    late: list[Block] = [words("（补录）", indent=0)] if facts.is_late else []
    blocks: list[Block] = [
        say.title(title_key),
        *(late or [Gap(0.3)]),
        form(_head_rows(facts)),
        Gap(0.5),
        *parts,
        Gap(),
        *say.to_sign(),
    ]
    return Paper(
        kind,
        f"{facts.name}记录" if facts.kind.endswith("会议") else f"{facts.name}会议记录",
        tuple(blocks),
        FORM,
    )


def _head_rows(facts: MeetingFacts) -> list[Row]:
    observers = facts.those(AttendanceState.OBSERVER)
    is_blank = facts.on is None
    nobody = "" if is_blank else "无"
    present = facts.those(AttendanceState.PRESENT)
    chair = f"{facts.chair}（{unended(facts.chair_reason)}）" if facts.chair_reason else facts.chair
    counts = "应到　　人，实到　　人" if is_blank else (
        f"应到{facts.expected}人，出席{len(present)}人，列席{len(observers)}人"
    )  # fmt: skip
    rows = [
        pair("会议名称", "" if is_blank else facts.name),
        pair("时　　间", moment_words(facts.on, facts.starts_at, facts.ended_at)),
        pair("地　　点", facts.place),
        pairs("主 持 人", chair, "记 录 人", facts.recorder),
        pair("到会人数", counts),
        pair("出　　席", listing((one.name for one in present), nobody), height=14),
        pair("列　　席", listing(map(with_office, observers), nobody)),
        pair("请　　假", listing(map(why, facts.those(AttendanceState.EXCUSED)), nobody)),
        pair("缺　　席", listing(map(why, facts.those(AttendanceState.ABSENT)), nobody)),
    ]
    if facts.hearing_on:
        rows.append(pair("议　　题", f"研究{chinese_date(facts.hearing_on)}党群说事会登记的事项"))
    return rows


def with_office(one: Attendee) -> str:
    return f"{one.name}（{one.office}）" if one.office else one.name


def why(one: Attendee) -> str:
    return f"{one.name}（{one.reason or '原因未写'}）"


def _hearing_parts(facts: MeetingFacts) -> list[Block]:
    if facts.on is None:
        return [
            Heading(1, "一、通报上月说事事项办结情况"),
            writing_lines(4),
            Heading(1, "二、群众说事和当场答复"),
            writing_lines(_WRITING_LINES + 4),
            words("散会时间：　　时　　分"),
        ]
    found: list[Block] = [Heading(1, "一、通报上月说事事项办结情况")]
    if facts.report is not None:
        found.append(words(f"{facts.chair or '主持人'}通报：{summary(facts.report)}"))
    else:
        found.append(words("本次会议没有上月事项需要通报。"))
    found.append(Heading(1, "二、群众说事和当场答复"))
    if not facts.own_items:
        found.append(words("到会人员没有提出事项。"))
    for number, item in enumerate(facts.own_items, 1):
        found += _spoken(number, item)
    end = f"{facts.ended_at:%H:%M}散会。" if facts.ended_at else "散会。"
    return [*found, *_tally(facts), *_party_day(facts), words(end)]


def _party_day(facts: MeetingFacts) -> list[Block]:
    return [words(PARTY_DAY_APART)] if facts.has_party_day else []


def _spoken(number: int, item: Said) -> list[Block]:
    who = item.speaker or _UNSPOKEN.get(item.kind, "未记姓名")
    marks = "（补录）" if item.is_late else ""
    found = [words(f"{number}.{who}：{sentence(item.text or item.title)}{marks}")]
    if item.kind is ItemKind.ANSWER or item.result:
        found.append(words(f"{item.answerer or '当场'}答复：{sentence(item.result or '　')}"))
    if item.number:
        kind = f"，列入“{item.list_kind.label}”" if item.list_kind else ""
        found.append(words(f"登记为事项{item.number}{kind}。"))
    if item.voided:
        found.append(words(f"本行已作废，原因：{sentence(item.voided)}"))
    return list(found)


def _tally(facts: MeetingFacts) -> list[Block]:
    matters = [item for item in facts.items if item.number and not item.voided]
    if not matters:
        return []
    by_list: dict[str, int] = {}
    for item in matters:
        if item.list_kind:
            by_list[item.list_kind.label] = by_list.get(item.list_kind.label, 0) + 1
    kinds = "，".join(f"{name}{count}件" for name, count in by_list.items())
    due = f"村“两委”会议最迟{facts.due}。" if facts.due else ""
    return [Heading(1, "三、登记情况"), words(f"本次会议登记事项{len(matters)}件：{kinds}。{due}")]


def _committees_parts(facts: MeetingFacts) -> list[Block]:
    if facts.on is None:
        return [
            Heading(1, "会议内容（议题说明、讨论情况、议定意见）"),
            writing_lines(_WRITING_LINES + 8),
            words("散会时间：　　时　　分"),
        ]
    found: list[Block] = [Heading(1, "会议内容")]
    if not facts.own_items:
        found.append(words("本次会议没有议定事项。"))
    for number, item in enumerate(facts.own_items, 1):
        found += _decided(number, item)
    late = [words(f"说明：{facts.due}")] if facts.due else []
    end = f"{facts.ended_at:%H:%M}散会。" if facts.ended_at else "散会。"
    return [*found, *late, *_party_day(facts), words(end)]


def _decided(number: int, item: Said) -> list[Block]:
    tag = f"（{item.number}）" if item.number else ""
    found: list[Block] = [Heading(3, f"{number}.{unended(item.title or item.text)}{tag}")]
    if item.title and item.text and item.text != item.title:
        speaker = f"{item.speaker}：" if item.speaker else "讨论情况："
        found.append(words(f"{speaker}{sentence(item.text)}"))
    if decided := decision_words(item):
        found.append(Paragraph((Span("议定意见："), Span(decided))))
    if item.voided:
        found.append(words(f"本行已作废，原因：{sentence(item.voided)}"))
    return found


def decision_words(item: Said) -> str:
    """What was decided on a matter, in one sentence."""
    said = [item.decision.label] if item.decision else []
    if item.decision in (Decision.ASSIGNED, Decision.PROMISED) and item.responsible:
        said.append(f"由{item.responsible}承办")
        if item.due_on:
            said.append(f"{day_words(item.due_on)}前办结")
    if item.result:
        said.append(unended(item.result))
    return sentence("，".join(said))


def writing_lines(count: int) -> Table:
    """Ruled rows to write on by hand."""
    return Table((1,), tuple(Row((Cell(),), height=9) for _ in range(count)))
