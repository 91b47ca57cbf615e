from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from longshan_desk.ui.context import Context
from longshan_desk.ui.drafts import DraftKeeper, Drafts
from longshan_desk.ui.widgets.fields import Line, Text
from longshan_desk.ui.widgets.form import Form


def _form() -> Form:
    return Form([Text("words", "原话"), Line("summary", "梳理")])


@pytest.fixture
def drafts(context: Context) -> Drafts:
    return context.drafts


def test_a_draft_is_kept_by_its_forms_key(drafts: Drafts) -> None:
    drafts.save("matter/register", {"words": "水渠"})
    drafts.save("hearing/5/grid", {"words": "路灯"})
    draft = drafts.load("matter/register")
    assert draft is not None
    assert draft.values == {"words": "水渠"}


def test_keys_that_look_alike_as_file_names_stay_apart(drafts: Drafts) -> None:
    drafts.save("a/b", {"x": 1})
    drafts.save("a-b", {"x": 2})
    draft = drafts.load("a/b")
    assert draft is not None
    assert draft.values == {"x": 1}


def test_a_discarded_draft_is_gone(drafts: Drafts) -> None:
    drafts.save("a", {})
    drafts.discard("a")
    assert drafts.load("a") is None


def test_discarding_what_is_not_there_is_no_trouble(drafts: Drafts) -> None:
    drafts.discard("never")


def test_all_drafts_are_listed_newest_first(drafts: Drafts) -> None:
    drafts.save("first", {})
    drafts.save("second", {})
    assert [draft.key for draft in drafts.all()] == ["second", "first"]


def test_a_broken_draft_file_is_no_draft(context: Context) -> None:
    context.drafts.save("a", {})
    next(context.paths.drafts.glob("*.json")).write_text("{", encoding="utf-8")
    assert context.drafts.load("a") is None


def test_typing_is_on_the_disk_a_second_later(drafts: Drafts, qtbot: QtBot) -> None:
    form = _form()
    qtbot.addWidget(form)
    form.show()
    DraftKeeper(form, drafts, "k", form)
    qtbot.keyClicks(form.fields["summary"].input, "shuiqu")
    qtbot.waitUntil(lambda: drafts.load("k") is not None, timeout=1_000)
    draft = drafts.load("k")
    assert draft is not None
    assert draft.values["summary"] == "shuiqu"


def test_typing_without_a_pause_is_written_all_the_same(drafts: Drafts, qtbot: QtBot) -> None:
    form = _form()
    qtbot.addWidget(form)
    form.show()
    written: list[float] = []
    DraftKeeper(form, drafts, "k", form, lambda: written.append(time.monotonic()))
    start = time.monotonic()
    while time.monotonic() - start < 2.2:
        qtbot.keyClick(form.fields["words"].input, Qt.Key.Key_A)
        qtbot.wait(50)
    assert len(written) >= 2
    assert max(b - a for a, b in zip([start, *written], written, strict=False)) < 2


def test_nothing_typed_nothing_written(context: Context, qtbot: QtBot) -> None:
    form = _form()
    qtbot.addWidget(form)
    keeper = DraftKeeper(form, context.drafts, "k", form)
    form.set_values({"summary": "路灯"})
    keeper.flush()
    assert context.drafts.all() == []


def test_a_full_disk_does_not_interrupt_the_typing(
    context: Context, qtbot: QtBot, stray_logs: list[logging.LogRecord]
) -> None:
    blocked = context.paths.home / "blocked"
    blocked.write_text("a file where a folder should be")
    form = _form()
    qtbot.addWidget(form)
    keeper = DraftKeeper(form, Drafts(blocked), "k", form)
    form.fields["summary"].input.setFocus()
    keeper.write_now()
    assert "draft not written" in stray_logs.pop().getMessage()


_SOURCE = Path(__file__).parents[2] / "src"
_TYPIST = """
import sys
from pathlib import Path
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from longshan_desk.ui.drafts import DraftKeeper, Drafts
from longshan_desk.ui.widgets.fields import Text
from longshan_desk.ui.widgets.form import Form

app = QApplication([])
form = Form([Text("words", "原话")])
keeper = DraftKeeper(form, Drafts(Path(sys.argv[1])), "k", form)
form.show()
count = 0
def type_on():
    global count
    count += 1
    QTest.keyClicks(form.fields["words"].input, f"{count} ")
    print(count, flush=True)
timer = QTimer()
timer.timeout.connect(type_on)
timer.start(20)
app.exec()
"""


def test_kill_9_while_typing_loses_at_most_two_seconds(tmp_path: Path) -> None:
    typist = subprocess.Popen(
        [sys.executable, "-c", _TYPIST, str(tmp_path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(_SOURCE)},
        text=True,
    )
    assert typist.stdout is not None
    typed_at: dict[int, float] = {}
    for line in typist.stdout:
        typed_at[int(line)] = time.monotonic()
        if len(typed_at) == 130:
            break
    typist.send_signal(signal.SIGKILL)
    killed = time.monotonic()
    typist.wait()
    typist.stdout.close()
    draft = Drafts(tmp_path).load("k")
    assert draft is not None
    last = int(draft.values["words"].split()[-1])
    assert killed - typed_at[last] < 2


def test_the_file_is_plain_json_that_a_person_could_read(context: Context) -> None:
    context.drafts.save("a", {"words": "水渠"})
    text = next(context.paths.drafts.glob("*.json")).read_text(encoding="utf-8")
    assert json.loads(text)["values"]["words"] == "水渠"
    assert "水渠" in text
