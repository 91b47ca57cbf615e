"""Backups one after the other until it is killed, saying when it begins: python … HOME."""

from __future__ import annotations

import sys
from pathlib import Path

from longshan_desk.data.backup import make_backup
from longshan_desk.paths import DeskPaths

print("begun", flush=True)
while True:
    make_backup(DeskPaths(Path(sys.argv[1])), "manual")
