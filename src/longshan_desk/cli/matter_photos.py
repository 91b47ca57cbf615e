"""Scans and photos of a matter by command: a letter from above for one (R44)."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser
from longshan_desk.cli.opening import writing
from longshan_desk.domain.visit_labels import Attached


def add_photos(matter: Parser) -> None:
    photo = matter.command("photo", "事项的扫描件和照片").command(
        "add", "给事项添一张扫描件或照片，如来文的扫描件", _add
    )
    photo.add_argument("number", metavar="N", help="编号或 id")
    photo.add_argument("file", type=Path, metavar="FILE", help=".jpg .png")
    photo.add_argument("--caption", metavar="T", help="说明")


def _add(args: Namespace) -> Answer:
    from longshan_desk.actions.attachments import attach_photo
    from longshan_desk.cli.paper_files import start_qt
    from longshan_desk.queries.matters import matter_id

    start_qt()
    from longshan_desk.ui.photos import photo_of

    photo = photo_of(args.file)
    with writing(args) as store:
        record = matter_id(store, args.number)
        made = attach_photo(store, Attached.MATTER, record, photo, caption=args.caption)
    return Answer({"id": record, "photo_id": made, "bytes": len(photo)}, "已添加扫描件。")
