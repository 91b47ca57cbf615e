"""The program tests itself, as it was built and on the computer where it stands.

What a build forgets (a library, its data file, a plug-in, a resource) shows here, and not on the
evening of the first hearing.
"""

from __future__ import annotations

import os
import pkgutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import longshan_desk
from longshan_desk.errors import AppError
from longshan_desk.paths import DeskPaths, resource

_RUN_ONLY = ("longshan_desk.__main__", "longshan_desk.data.migrations")
_PASSPHRASE = "自检用的口令 1234"
_NAME = "马·优素福䶮"


class SelfTestError(Exception):
    """Something came out otherwise than it must."""


def run_self_test() -> list[tuple[str, bool, str]]:
    """Every check by its name: whether it passed, and what was found or went wrong."""
    with tempfile.TemporaryDirectory(prefix="longshan-self-test-") as folder:
        return [_run(name, check, Path(folder)) for name, check in _CHECKS]


def _run(name: str, check: Callable[[Path], str], folder: Path) -> tuple[str, bool, str]:
    try:
        return name, True, check(folder)
    except AppError as error:
        return name, False, error.message
    except Exception as error:  # a self-test reports whatever happens, and goes on
        return name, False, f"{type(error).__name__}：{error}"


def _require(fact: bool, what: str) -> None:
    if not fact:
        raise SelfTestError(what)


# -- the checks ---------------------------------------------------------------------------------


def _modules(_folder: Path) -> str:
    has_window = find_spec("PySide6") is not None
    names = [
        found.name
        for found in pkgutil.walk_packages(longshan_desk.__path__, "longshan_desk.")
        if not found.name.startswith(_RUN_ONLY)
        and (has_window or not found.name.startswith("longshan_desk.ui"))
    ]
    for name in names:
        import_module(name)
    return f"{len(names)} 个模块" + ("" if has_window else "；没有窗口部件")


def _resources(_folder: Path) -> str:
    found = [path for path in resource("").rglob("*") if path.is_file()]
    _require(resource("theme.qss").is_file(), "缺少 theme.qss")
    _require(any(path.suffix == ".svg" for path in found), "缺少图标")
    return f"{len(found)} 个文件"


def _desk(folder: Path) -> str:
    from longshan_desk.data import revisions
    from longshan_desk.data.store import Store
    from longshan_desk.data.tables.people import Household

    with _own_state(folder), Store.create(DeskPaths(folder / "desk")) as store:
        with store.change("自检") as session:
            session.add(Household(group_no=1, head_name=_NAME))
        _require(_heads(store) == [_NAME], "写入的内容读不回来")
        store.undo()
        _require(_heads(store) == [], "撤销没有生效")
        store.redo()
        _require(_heads(store) == [_NAME], "重做没有生效")
    return f"数据版本 {revisions.HEAD}"


def _backups(folder: Path) -> str:
    from longshan_desk.data.backup import make_backup
    from longshan_desk.data.checkup import checkup
    from longshan_desk.data.restore import restore
    from longshan_desk.data.store import Store

    with _own_state(folder):
        file = make_backup(DeskPaths(folder / "desk"), "manual")
        elsewhere = DeskPaths(folder / "restored")
        restore(elsewhere, file)
        with Store(elsewhere) as store:
            _require(_heads(store) == [_NAME], "恢复的内容不对")
            _require(checkup(store) == [], "恢复后的数据检查有问题")
    return "备份、恢复、检查"


def _full_copy(folder: Path) -> str:
    from longshan_desk.data.full_copy import make_full_copy
    from longshan_desk.data.restore import what_is_in

    file = make_full_copy(DeskPaths(folder / "desk"), folder, _PASSPHRASE)
    _require(what_is_in(file, _PASSPHRASE).households == 1, "完整备份的内容不对")
    return "加密、读回"


def _excel(folder: Path) -> str:
    from longshan_desk.sheets.workbook import open_workbook
    from longshan_desk.sheets.write_table import PlainHeading, write_table

    file = folder / "sheet.xlsx"
    write_table(file, "自检", [PlainHeading("姓名")], [[_NAME]])
    book = open_workbook(file)
    _require(book.sheet(book.names[0]).rows == [["姓名"], [_NAME]], "读回的表格不对")
    return "写入、读回"


def _id_numbers(_folder: Path) -> str:
    from longshan_desk.domain.id_numbers import check_digit, read_id_number

    first = "62052519500307001"
    _require(read_id_number(first + check_digit(first)) is not None, "身份证号核对不了")
    return "校验码、行政区划"


def _pinyin(_folder: Path) -> str:
    from longshan_desk.data.pinyin import initials

    _require(initials("马占山") == "mzs", "拼音不对")
    return "mzs"


def _window(_folder: Path) -> str:
    if find_spec("PySide6") is None:
        return "没有窗口部件，只能用命令"
    from longshan_desk.ui.self_test import draw_unseen

    return f"Qt {draw_unseen(_NAME)}"


def _heads(store: Any) -> list[str]:
    from longshan_desk.data.tables.people import Household

    with store.read() as session:
        found = session.query(Household.head_name).filter(Household.is_deleted.is_(False))
        return [name for (name,) in found]


@contextmanager
def _own_state(folder: Path) -> Iterator[None]:
    """The desks of a self-test leave no trace among this computer's own."""
    before = os.environ.get("LONGSHAN_STATE_DIR")
    os.environ["LONGSHAN_STATE_DIR"] = str(folder / "state")
    try:
        yield
    finally:
        if before is None:
            del os.environ["LONGSHAN_STATE_DIR"]
        else:
            os.environ["LONGSHAN_STATE_DIR"] = before


_CHECKS: tuple[tuple[str, Callable[[Path], str]], ...] = (
    ("模块", _modules),
    ("资源文件", _resources),
    ("数据库", _desk),
    ("备份", _backups),
    ("完整备份", _full_copy),
    ("表格", _excel),
    ("身份证号", _id_numbers),
    ("拼音", _pinyin),
    ("窗口", _window),
)
