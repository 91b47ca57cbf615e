"""Papers drawn by Qt: the same page as in Word, nothing lost, cut or drawn over."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QApplication

from longshan_desk.documents.model import (
    Cell,
    Face,
    Field,
    Fields,
    Gap,
    Paper,
    Row,
    Signature,
    Span,
    Table,
    words,
)
from longshan_desk.documents.pages import MM, OFFICIAL
from longshan_desk.ui.paper.layout import RED, Rule, Sheet, Words, laid_out
from longshan_desk.ui.paper.lines import broken
from longshan_desk.ui.paper.painting import pdf, picture, png
from papers import CASES, LONG_NAME, RED_HEADED, SPEECH

pytestmark = pytest.mark.usefixtures("qapp")

FULL_PAGES = Paper("x", "x", (words("国" * 28 * 22 * 2, indent=0),))


def said(sheets: list[Sheet]) -> str:
    """Every word but the page numbers."""
    marks = [one for sheet in sheets for one in sheet.marks if isinstance(one, Words)]
    return "".join(one.text for one in marks if one.face is not Face.SONG)


def body(sheet: Sheet) -> list[Words]:
    return [one for one in sheet.marks if isinstance(one, Words) and one.size == OFFICIAL.body]


def test_a_page_has_22_lines_of_28_characters() -> None:
    sheets = laid_out(FULL_PAGES)
    assert [[len(line.text) for line in body(sheet)] for sheet in sheets] == [[28] * 22] * 2


def test_full_lines_reach_both_margins() -> None:
    for line in body(laid_out(FULL_PAGES)[0])[:21]:
        right = line.x + 28 * (OFFICIAL.body + line.spacing) - line.spacing
        assert line.x / MM == pytest.approx(28, abs=0.5)
        assert right / MM == pytest.approx(210 - 26, abs=0.5)


def test_the_lines_stand_between_the_upper_and_the_lower_margin() -> None:
    lines = body(laid_out(FULL_PAGES)[0])
    assert lines[0].y / MM == pytest.approx(37 + 0.8 * OFFICIAL.pitch / MM, abs=0.5)
    assert lines[-1].y / MM < 297 - 35


def test_numbers_stand_right_on_odd_and_left_on_even_pages() -> None:
    odd, even = (sheet.marks[-1] for sheet in laid_out(FULL_PAGES))
    assert isinstance(odd, Words)
    assert isinstance(even, Words)
    assert (odd.text, even.text) == ("— 1 —", "— 2 —")
    assert even.x / MM == pytest.approx(28 + 14 / MM, abs=0.5)
    assert odd.x / MM > 150


def test_a_volume_numbers_its_papers_through_and_its_contents_name_their_pages() -> None:
    sheets = laid_out(CASES["case_file-full-0"])
    plain = [sheet for sheet in sheets if not sheet.page.numbered]
    shown = [sheet.marks[-1].text for sheet in sheets if sheet.page.numbered]  # type: ignore[union-attr]
    assert sheets[: len(plain)] == plain
    assert shown == [f"— {number} —" for number in range(1, len(shown) + 1)]
    words = [mark.text for mark in plain[1].marks if isinstance(mark, Words)]
    last_paper = words.index("公开情况记录")
    assert str(len(shown)) in words[last_paper:]


@pytest.mark.parametrize("name", CASES)
def test_no_mark_leaves_the_paper(name: str) -> None:
    sheets = laid_out(CASES[name])
    assert sheets and all(sheet.marks for sheet in sheets)
    for sheet in sheets:
        page = sheet.page
        for mark in sheet.marks:
            low = mark.y if isinstance(mark, Words) else max(mark.y1, mark.y2)
            left = mark.x if isinstance(mark, Words) else mark.x1
            assert 0 < low <= page.height * MM
            assert page.left * MM - 0.1 <= left <= page.width * MM


@pytest.mark.parametrize("name", [name for name in CASES if "-full-" in name])
def test_no_two_lines_of_words_lie_upon_each_other(name: str) -> None:
    for sheet in laid_out(CASES[name]):
        marks = [one for one in sheet.marks if isinstance(one, Words)]
        for one, other in pairwise(marks):
            if one.x == other.x:
                assert abs(one.y - other.y) > 0.99 * min(one.size, other.size)


def test_a_long_speech_is_there_to_its_last_character() -> None:
    assert SPEECH[:-1] in said(laid_out(CASES["hearing_minutes-full-0"])).replace(" ", "")


def test_a_sign_in_of_sixty_prints_every_name() -> None:
    assert said(laid_out(CASES["sign_in-full-0"])).count(LONG_NAME[-3:]) == 15


def test_a_register_of_400_rows_repeats_its_head_on_every_page() -> None:
    sheets = laid_out(CASES["register-full-0"])
    assert len(sheets) > 20
    assert all("反映日期" in said([sheet]) for sheet in sheets)
    assert all(f"2022-04-{n:03d}" in said(sheets) for n in range(400))


def test_a_poster_is_one_sheet() -> None:
    assert len(laid_out(CASES["hearing_notice-a4"])) == len(laid_out(CASES["hearing_notice-a3"]))
    assert len(laid_out(CASES["hearing_notice-a3"])) == 1


def test_no_line_begins_with_a_stop_or_ends_with_an_opening_quote() -> None:
    lines = broken([Span(SPEECH + "他说“好”，（真的）。" * 60)], 16, 300)
    texts = ["".join(part.text for part in line.drawn) for line in lines]
    assert not [text for text in texts if text[0] in "，。”）" or text[-1] in "“（"]
    assert "".join(texts) == SPEECH + "他说“好”，（真的）。" * 60


def test_rules_of_forms_are_drawn() -> None:
    sheet = laid_out(CASES["assignment_slip-blank-0"])[0]
    assert len([mark for mark in sheet.marks if isinstance(mark, Rule)]) > 40


def test_a_pdf_has_a_page_for_every_sheet(qapp: QApplication) -> None:
    both = [CASES["promise-full-0"], CASES["register-empty-0"]]
    sheets = sum(len(laid_out(paper)) for paper in both)
    assert pdf(both).count(b"/Type /Page\n") == sheets


def test_a_picture_shows_ink_within_the_margins() -> None:
    sheet = laid_out(FULL_PAGES)[0]
    image = picture(sheet, OFFICIAL, 72)
    assert (image.width(), image.height()) == (595, 842)
    dark = [x for x in range(595) if any(image.pixelColor(x, y).value() < 128 for y in range(700))]
    assert dark[0] / MM == pytest.approx(28.4, abs=0.9)
    assert dark[-1] / MM == pytest.approx(210 - 26.4, abs=0.9)


def test_every_page_becomes_a_png() -> None:
    pages = png(FULL_PAGES, 40)
    assert [page[:4] for page in pages] == [b"\x89PNG"] * 2


def signing_pages(paper: Paper) -> list[Sheet]:
    return [sheet for sheet in laid_out(paper) if "签名" in said([sheet])]


@pytest.mark.parametrize("rows", range(1, 40))
def test_no_page_carries_only_the_rules_to_sign_on(rows: int) -> None:
    table = Table((10, 30), tuple(Row((Cell("第"), Cell("行")), height=10.5) for _ in range(rows)))
    paper = Paper("x", "x", (table, Fields((Field("主持人（签名）"), Field("记录人（签名）")))))
    (page,) = signing_pages(paper)
    assert "第" in said([page])


@pytest.mark.parametrize("lines", range(1, 30))
def test_what_stands_under_a_signature_stays_with_it(lines: int) -> None:
    receipt = Fields((Field("签收人（签名或按手印）"), Field("日期", "年" * 14)))
    text = (words("国" * 28, indent=0),) * lines
    paper = Paper("x", "x", (*text, Gap(), Signature(("村委会",), "今天"), Gap(), receipt))
    (page,) = signing_pages(paper)
    assert {"国", "村", "日"} <= set(said([page]))


def test_a_red_head_is_red_and_its_line_runs_from_margin_to_margin() -> None:
    first = laid_out(RED_HEADED)[0]
    red = [one for one in first.marks if one.colour == RED]
    organ = "".join(one.text for one in red if isinstance(one, Words))
    (line,) = [one for one in red if isinstance(one, Rule)]
    assert organ == "中共龙山镇委员会文件"
    assert (line.x1 / MM, line.x2 / MM) == (pytest.approx(28), pytest.approx(210 - 26))


def test_a_tail_block_ends_at_the_foot_of_the_last_page() -> None:
    last = laid_out(RED_HEADED)[-1]
    low = max(one.y1 for one in last.marks if isinstance(one, Rule))
    assert low / MM == pytest.approx(297 - 35, abs=0.5)
    assert "存档。" in said([last]) and "印发" in said([last])
