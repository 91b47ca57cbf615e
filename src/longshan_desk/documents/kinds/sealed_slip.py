"""密封移交单 (R35): that a report's sealed envelope went along, without a word of what is in it."""

from __future__ import annotations

from longshan_desk.documents.handover_facts import HandoverFacts
from longshan_desk.documents.kinds.wording import BLANK_DAY, day_words, form, pair, pairs
from longshan_desk.documents.model import Block, Gap, Paper
from longshan_desk.documents.pages import FORM
from longshan_desk.documents.wording import Phrase, paper_wording, signers_phrase, title_phrase

NAME = "密封移交单"
WORDING = paper_wording(
    title_phrase(NAME),
    Phrase(
        "note",
        "说明",
        "每个上报包都有一个大小一样的密封信封，有没有内容、有几件、谁反映的，村里和镇上都看不出，"
        "本单也不写，只有镇纪委能打开。反映人自己写好、装袋封口、直接送镇纪委的，用空白的本单，"
        "只填封口是否完好，不拆看、不抄写、不登记。各方各留一份。",
    ),
    signers_phrase("移交人（签名）\n镇上转交人（签名）\n镇纪委接收人（签名）"),
)


def build(facts: HandoverFacts) -> tuple[Paper, ...]:
    """Nothing here depends on whether anything was sealed."""
    say = WORDING.said(facts.wording, facts.office.values)
    is_filled = facts.number is not None
    day = day_words(facts.handed_on) if facts.handed_on else BLANK_DAY
    number = f"第{facts.number}包" if is_filled else ""
    what = "随包密封信封一个" if is_filled else "□ 随包信封　□ 纸质密封袋　　　个"
    blocks: list[Block] = [
        say.title(),
        Gap(0.5),
        form(
            [
                pairs("移交单位", facts.sender, "接收单位", facts.receiver),
                pairs("移交日期", day, "随哪一包", number),
                pair("文 件 名", facts.file_name),
                pair("密 封 件", what),
                pair("封　　口", "由程序加密" if is_filled else "□ 完好　□ 破损：", height=12),
                pair("内　　容", "不登记"),
            ]
        ),
        Gap(0.5),
        *say.paragraphs("note"),
        Gap(),
        *say.to_sign(),
    ]
    return (Paper("sealed_slip", f"{facts.sender}{NAME}{number}", tuple(blocks), FORM),)
