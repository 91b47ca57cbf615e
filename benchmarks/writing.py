"""500 two-page minutes as Word files, against docxtpl and against rewriting one part of a zip."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path

from benchmarks.measuring import ROOT, Result, median_ms, run_elsewhere
from longshan_desk.documents.facts import Attendee, MeetingFacts, OfficeWords, Said
from longshan_desk.documents.kinds.registry import KINDS, built
from longshan_desk.documents.word import to_docx
from longshan_desk.domain.labels import AttendanceState, ItemKind, ListKind

COUNT = 500
DOCXTPL = "docxtpl==0.20.2"
_ROWS = 8
TEXTS: Mapping[str, str] = {
    "place": "村党群服务中心二楼",
    "chair": "马文秀",
    "recorder": "王会计",
    **{f"name{n}": f"马代表{n}" for n in range(24)},
    **{f"speaker{n}": f"马占山{n}" for n in range(_ROWS)},
    **{
        f"said{n}": "我们组门前的水渠去年就坏了，浇不上地，请村上想办法修一修。"
        for n in range(_ROWS)
    },
    **{f"answer{n}": "已经列入今年的计划，五月底以前修好，到时候给大家说。" for n in range(_ROWS)},
}


def measure(scratch: Path) -> list[Result]:
    ours = median_ms(lambda: [_ours(number) for number in range(COUNT)], runs=3)
    parts = _parts(_ours(0))
    document = parts["word/document.xml"].decode()
    bare = median_ms(lambda: [_rewritten(parts, document, n) for n in range(COUNT)], runs=3)
    found = [Result(f"{COUNT} minutes as Word: rewriting document.xml", ours, bare, "ms", 5)]
    filled = _by_docxtpl(scratch)
    if filled is None:
        print("docxtpl cannot be installed here: not measured", file=sys.stderr)
        return found
    return [*found, Result(f"{COUNT} minutes as Word: docxtpl", ours, filled, "ms", 0.25)]


def _ours(number: int) -> bytes:
    """From facts to the file, as the program makes one."""
    return _paper({name: f"{text}{number}" for name, text in TEXTS.items()})


def _paper(say: Mapping[str, str]) -> bytes:
    facts = MeetingFacts(
        OfficeWords("大湾村", "龙山镇", "0938-7891234"), "党群说事会", True, date(2022, 4, 5),
        "2022年4月", time(19, 30), time(21, 5), say["place"], say["chair"], "", say["recorder"], 24,
        tuple(Attendee(say[f"name{n}"], "群众代表", AttendanceState.PRESENT) for n in range(24)),
        tuple(
            Said(ItemKind.ANSWER, say[f"speaker{n}"], say[f"said{n}"], say[f"answer{n}"],
                 say["chair"], f"2022-04-{n:03d}", list_kind=ListKind.SELF_HANDLED)
            for n in range(_ROWS)
        ),
    )  # fmt: skip
    return to_docx(built(KINDS["hearing_minutes"], facts)[0])


def _parts(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        return {name: file.read(name) for name in file.namelist()}


def _rewritten(parts: Mapping[str, bytes], document: str, number: int) -> bytes:
    """What nobody can do without: all the parts packed again, one of them new."""
    packed = io.BytesIO()
    new = document.replace(TEXTS["recorder"], f"{TEXTS['recorder']}{number}").encode()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in parts.items():
            out.writestr(name, new if name == "word/document.xml" else data)
    return packed.getvalue()


def _by_docxtpl(scratch: Path) -> float | None:
    """The same minutes as a template with its tags, filled in an environment thrown away after."""
    template, values = scratch / "template.docx", scratch / "values.json"
    template.write_bytes(_paper({name: f"{{{{ {name} }}}}" for name in TEXTS}))
    values.write_text(json.dumps(TEXTS), encoding="utf-8")
    script = ROOT / "benchmarks" / "filling.py"
    said = run_elsewhere(
        scratch / "docxtpl", [DOCXTPL], str(script), str(template), str(values), str(COUNT)
    )
    return None if said is None else said["filled"]
