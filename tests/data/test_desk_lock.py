"""One process at a time holds a desk, and a dead one holds nothing."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from data.rows import add_household, command, environment, heads, run
from longshan_desk.data.store import Store
from longshan_desk.data.tables.office import User
from longshan_desk.errors import DeskInUseError
from longshan_desk.paths import DeskPaths

HOLD = """
import sys
from pathlib import Path
from longshan_desk.data.store import Store
from longshan_desk.paths import DeskPaths
store = Store(DeskPaths(Path(sys.argv[1])))
print("held", flush=True)
sys.stdin.read()
"""

OPEN = """
import sys
from pathlib import Path
from longshan_desk.data.store import Store
from longshan_desk.errors import DeskInUseError
from longshan_desk.paths import DeskPaths
try:
    Store(DeskPaths(Path(sys.argv[1])), writer=sys.argv[2] == "writer").close()
    print("open")
except DeskInUseError as error:
    print(error.message)
"""


@contextmanager
def held_elsewhere(paths: DeskPaths) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        command(HOLD, paths.home),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        yield holder
        holder.kill()


def name_a_user(store: Store, name: str) -> None:
    with store.change("新增用户") as session:
        user = User(name=name)
        session.add(user)
    store.switch_user(user.id)


def test_a_second_process_is_refused_with_the_holders_name(paths: DeskPaths) -> None:
    with Store.create(paths) as store:
        name_a_user(store, "王会计")
    with Store(paths):
        said = run(OPEN, paths.home, "writer").stdout
    assert "“王会计”" in said and "正由" in said


def test_a_second_store_of_the_same_process_is_refused_too(store: Store, paths: DeskPaths) -> None:
    with pytest.raises(DeskInUseError):
        Store(paths)


def test_a_reader_works_beside_the_holder(paths: DeskPaths) -> None:
    with Store.create(paths) as store:
        add_household(store, "马占山")
    with held_elsewhere(paths), Store(paths, writer=False) as reader:
        assert heads(reader) == ["马占山"]


def test_a_reader_sees_what_the_holder_commits(store: Store, paths: DeskPaths) -> None:
    with Store(paths, writer=False) as reader:
        add_household(store, "马占山")
        assert heads(reader) == ["马占山"]


def test_a_killed_process_holds_nothing(paths: DeskPaths) -> None:
    with Store.create(paths):
        pass
    with held_elsewhere(paths) as holder:
        with pytest.raises(DeskInUseError):
            Store(paths)
        holder.kill()
        holder.wait()
        Store(paths).close()


def test_closing_lets_the_next_one_in(paths: DeskPaths) -> None:
    Store.create(paths).close()
    assert run(OPEN, paths.home, "writer").stdout == "open\n"


def test_another_thread_may_close(paths: DeskPaths) -> None:
    store = Store.create(paths)
    closing = threading.Thread(target=store.close)
    closing.start()
    closing.join()
    Store(paths).close()


def test_a_failed_opening_holds_nothing(paths: DeskPaths) -> None:
    Store.create(paths).close()
    with paths.database.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 8000)
    for _ in range(2):
        with pytest.raises(Exception, match="损坏"):
            Store(paths)


def test_a_holder_that_left_no_name_is_still_a_holder(store: Store, paths: DeskPaths) -> None:
    paths.lock_file.with_suffix(".holder.json").write_text(json.dumps({}), encoding="utf-8")
    with pytest.raises(DeskInUseError, match="另一个窗口"):
        Store(paths)
