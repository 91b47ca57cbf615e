"""Opening the desk that a command is about: for reading beside a window, or for writing."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from longshan_desk.errors import (
    AppError,
    BadValueError,
    NoDeskError,
    NotFoundError,
    WrongUseError,
)
from longshan_desk.paths import DeskPaths, default_home

if TYPE_CHECKING:
    from longshan_desk.data.store import Store


def paths_of(args: Namespace) -> DeskPaths:
    """The desk's folder: ``--home``, or this user's own."""
    named = getattr(args, "home", None)
    return DeskPaths(named.expanduser().absolute() if named else default_home())


def clock_of(args: Namespace) -> Callable[[], date]:
    """Today, or the day that ``--on`` puts in its place."""
    named: date | None = getattr(args, "on", None)
    return date.today if named is None else lambda: named


def today_of(args: Namespace) -> date:
    return clock_of(args)()


def reading(args: Namespace) -> Store:
    """The desk for reading, also while a window holds it."""
    return _open(args, writer=False)


def writing(args: Namespace) -> Store:
    """The desk for writing; refused with ``desk_in_use`` beside a window.

    The first writing of a day is preceded by the day's backup, as the window's opening is.
    """
    from longshan_desk.actions.desk import daily_backup
    from longshan_desk.queries.desk import clock_warning

    store = _open(args, writer=True)
    try:
        _refuse_work_for_village(args, store)
    except BaseException:
        store.close()
        raise
    with suppress(AppError):  # a full disk stops the writing itself, in better words
        daily_backup(store.paths)
        _finish_receiving(store)
    if warning := clock_warning(store):
        print(warning, file=sys.stderr)
    return store


def _finish_receiving(store: Store) -> None:
    """A package that was received when the program was killed is put away (F24)."""
    if store.is_joined:
        from longshan_desk.actions.packages import finish_interrupted

        finish_interrupted(store)


def _open(args: Namespace, *, writer: bool) -> Store:
    from longshan_desk.data.store import Store

    store = Store(paths_of(args), writer=writer, today=clock_of(args))
    try:
        _look_at_village(args, store)
    except BaseException:
        store.close()
        raise
    return store


VILLAGES_RECORDS = frozenset(
    "households household_changes people rolls authorisations hearings meetings matters steps"
    " visits visit_records coverage ledger plan procedures imports exports".split()
)
"""The modules whose commands are about a village's records, but for those that say otherwise
(``of_office``)."""


OFFICES_WORK = frozenset("office keeping enrolment seal_commands packages wording".split())
"""The modules whose writing commands are about this desk alone, like those with ``of_office``."""

TOWNSHIPS_WORK = frozenset("desk visits visit_records ledger papers paper_files conflicts".split())
"""Those in which the township has a part of its own (R49), or is refused in their own words."""


def _refuse_work_for_village(args: Namespace, store: Store) -> None:
    """What the township cannot write under a village's name is said before anything else about
    the command is found wrong: no other input would help."""
    from longshan_desk.data.scope import not_owner

    if getattr(args, "village", None) is None or store.scope is None:
        return
    module = _module_of(args)
    if module in OFFICES_WORK or getattr(args, "of_office", None):
        raise WrongUseError(
            "这个命令办的是乡镇自己的事，不分哪个村。",
            hint="请去掉 --village 再试；给一个村做包，请写 package make --for 07。",
            where="--village",
        )
    if module in TOWNSHIPS_WORK or store.viewed in store.scope.edits or _is_above(args):
        return
    raise not_owner(store.scope)


def _is_above(args: Namespace) -> bool:
    """Whether it is a step of the township's own on a reported matter (R15)."""
    from longshan_desk.domain.labels import TownshipAct

    given: Sequence[object] = getattr(getattr(args, "run", None), "args", ())
    return bool(given) and str(given[0]) in {str(act) for act in TownshipAct}


def _module_of(args: Namespace) -> str:
    run = getattr(args, "run", None)
    module: str = getattr(run, "func", run).__module__  # a step's run is a partial
    return module.rpartition(".")[2]


def _look_at_village(args: Namespace, store: Store) -> None:
    """At the township a village's records are read and written under its name alone."""
    from longshan_desk.data.scope import SHARED_PART

    code = getattr(args, "village", None)
    if code is not None:
        store.view(_part_of(store, code))
    elif store.part == SHARED_PART and _is_about_a_village(args):
        raise WrongUseError(
            "要写明是哪个村：乡镇的岗位一次看一个村的记录。",
            hint="例如 --village 07；有哪些村请用 villages list 查看。",
            where="--village",
        )


def _is_about_a_village(args: Namespace) -> bool:
    named: bool | None = getattr(args, "of_office", None)
    if named is not None:
        return not named
    return _module_of(args) in VILLAGES_RECORDS


def _part_of(store: Store, code: str) -> str:
    from longshan_desk.queries.packages import part_of_village

    part = part_of_village(store, code)
    if part is None:
        raise NotFoundError(
            f"没有编号为“{code}”的村。", hint="请用 villages list 查看。", where="--village"
        )
    return part


def refuse_village_option(args: Namespace) -> None:
    """``--village`` chooses among a township's villages; a village's desk holds its own alone."""
    if getattr(args, "village", None) is None:
        return
    from longshan_desk.domain.labels import OfficeRole
    from longshan_desk.queries.office import office

    own = Namespace(**(vars(args) | {"village": None, "of_office": True}))
    with suppress(NoDeskError), reading(own) as store:
        if office(store).role is OfficeRole.TOWNSHIP:
            return
    raise BadValueError(
        "--village 只用于乡镇的岗位，这里是村的岗位。",
        hint="请去掉 --village 再试。",
        where="--village",
    )
