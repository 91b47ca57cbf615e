"""The log of a desk gives way to what the user is to be told."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from longshan_desk.faults import kept_log, log

FULL = Path("/dev/full")


@pytest.mark.failure("F26")
@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_leaves_the_log_out_and_says_nothing_beside_the_refusal(
    stray_logs: list[logging.LogRecord], capsys: pytest.CaptureFixture[str]
) -> None:
    with kept_log(FULL):
        log.warning("installation marker not written")
    stray_logs.clear()
    assert capsys.readouterr().err == ""
