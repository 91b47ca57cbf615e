"""Photos of a decision by command: of a notice on the board, of a signed list of who came."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, codes
from longshan_desk.cli.opening import writing
from longshan_desk.domain.procedure_labels import Notice, Step
from longshan_desk.domain.visit_labels import Attached
from longshan_desk.errors import BadValueError, NotFoundError

if TYPE_CHECKING:
    from longshan_desk.queries.procedures import ProcedurePage


def add_photos(procedure: Parser) -> None:
    photo = procedure.command("photo", "张贴照片和签到表扫描件").command(
        "add", "给张贴的公告添照片，或者给会议添签到表扫描件", _add
    )
    photo.add_argument("id", metavar="ID")
    photo.add_argument(
        "place", type=_place, metavar="PLACE",
        help=f"公告（{codes(Notice)}）取最近一次张贴；步骤（{codes(Step)}）取最近一次会议",
    )  # fmt: skip
    photo.add_argument("file", type=Path, metavar="FILE", help=".jpg .png")
    photo.add_argument("--caption", metavar="T", help="照片说明")


def _place(word: str) -> Notice | Step:
    for kind in (Notice, Step):
        for one in kind:
            if word.strip() in (one.value, one.label):
                return one
    raise BadValueError(
        f"没有“{word}”这个步骤或者公告。", hint=f"可以填写：{codes(Notice)} | {codes(Step)}。"
    )


def _add(args: Namespace) -> Answer:
    from longshan_desk.actions.attachments import attach_photo
    from longshan_desk.cli.paper_files import start_qt
    from longshan_desk.queries.procedures import procedure_page

    start_qt()
    from longshan_desk.ui.photos import photo_of

    photo = photo_of(args.file)
    with writing(args) as store:
        kind, record_id = _record(procedure_page(store, args.id), args.place)
        made = attach_photo(store, kind, record_id, photo, caption=args.caption)
    return Answer({"id": record_id, "photo_id": made, "bytes": len(photo)}, "已添加照片。")


def _record(page: ProcedurePage, place: Notice | Step) -> tuple[Attached, str]:
    """What the photo shows: the last hanging of the notice, or the last meeting on the step."""
    if isinstance(place, Notice):
        hung = [one.id for one in page.state.postings if one.notice is place]
        if hung:
            return Attached.PROCEDURE_ACT, hung[-1]
        raise NotFoundError(
            f"{place.label}还没有张贴。", hint="请先登记张贴，再添照片。", where=place.value
        )
    held = [one.held.fact.meeting_id for one in page.meetings if one.held.step is place]
    if held and held[-1]:
        return Attached.MEETING, held[-1]
    raise NotFoundError(
        f"还没有开{place.label}会。", hint="请先记录会议，再添签到表。", where=place.value
    )
