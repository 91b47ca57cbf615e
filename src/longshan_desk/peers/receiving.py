"""Receiving packages (3.10): verify, stage, look what they would do, back up, apply, put away.

A preview is the same work in a transaction that is rolled back, so it is never wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import Connection

from longshan_desk.data.backup import BackupReason, make_backup
from longshan_desk.data.handover import RECEIVING, receive_contents
from longshan_desk.data.log.incoming import Origin, Received, is_received, receive
from longshan_desk.data.log.merging import Merging
from longshan_desk.data.log.refusals import (
    FORBIDDEN,
    FORK,
    GAP,
    HEAD_SIG,
    NEW_ROOT,
    SELF_AHEAD,
    PackageRefusedError,
    refused,
)
from longshan_desk.data.store import Store
from longshan_desk.errors import AppError, CancelledError
from longshan_desk.exchange import package
from longshan_desk.exchange.container import Container
from longshan_desk.exchange.container import opened as opened_container
from longshan_desk.exchange.device_list import SignedList
from longshan_desk.exchange.package import OpenPackage
from longshan_desk.peers import inbox, lists, photos, seals
from longshan_desk.peers.inbox import Staged
from longshan_desk.peers.known import (
    Known,
    ended_error,
    keep_known,
    refuse_stranger,
    require_known,
)
from longshan_desk.peers.ring import Ring
from longshan_desk.peers.said import note, speaks_now
from longshan_desk.peers.told import Told, counted, failed, named

Step = Callable[[int, int], None]
Key = tuple[str, str]

_STRANGE = ("unknown_sender", HEAD_SIG, FORBIDDEN)


@dataclass
class Reception:
    """One sitting: some packages, one after the other; the failure of one stops no other."""

    store: Store
    ring: Ring
    known: Known
    step: Step = field(default=lambda done, total: None)
    _is_backed_up: bool = False
    _strange: list[SignedList] = field(default_factory=list)
    """Lists that came under an unchecked seal; what is known stays as it is."""
    _other: list[SignedList] = field(default_factory=list)
    """Lists of another history than the one known here."""

    def preview(self, path: Path) -> list[Told]:
        """What the packages would do, in their order; nothing stays of it but a newer device
        list."""
        told = []
        known = self.known
        with self._staged(path) as (files, left), _undone(self.store) as merging:
            for staged in files:
                told.append(self._told(staged, lambda one: self._try(one, merging)))
        self.known = known
        return [*told, *left]

    def apply(self, path: Path) -> list[Told]:
        """Receive them for good."""
        told = []
        with self._staged(path) as (files, left):
            for at, staged in enumerate(files):
                try:
                    told.append(self._told(staged, self._receive))
                except CancelledError:
                    if not any(one.is_applied for one in told):
                        raise
                    stopped = CancelledError(
                        "已取消，这个包没有接收。", hint="要收的时候再收一次。"
                    )
                    told += [failed(one.source.name, stopped) for one in files[at:]]
                    break
        with self.store.bookkeeping() as connection:
            for one in self._strange:
                seals.offer(connection, one)
            for one in self._other:
                lists.keep_other(connection, one)
        return [*told, *left]

    # -- the files --------------------------------------------------------------------------

    @contextmanager
    def _staged(self, path: Path) -> Iterator[tuple[list[Staged], list[Told]]]:
        found = inbox.look_into(path)
        for one in found.lists:
            self._hear_list(one)
        self._keep_list()
        files, left = [], []
        for source in found.packages:
            try:
                files.append(inbox.stage(source, self.store.paths, self.step))
            except CancelledError:
                _forget(files)
                raise
            except AppError as error:
                left.append(failed(source.name, error))
        try:
            yield sorted(files, key=self._order), left
        finally:
            _forget(files)

    def _order(self, staged: Staged) -> tuple[str, int, str]:
        """Each desk's packages by its own numbers; who cannot be read comes last."""
        try:
            with opened_container(staged.path, self.known.sign_key) as found:
                return found.header.dev, found.header.number, staged.source.name
        except AppError:
            return "~", 0, staged.source.name

    def _hear_list(self, path: Path) -> None:
        """A device list that lies beside the packages: it may say who their sender is."""
        offered = inbox.read_list(path)
        with suppress(PackageRefusedError):  # somebody else's: the packages speak for themselves
            self.known = self._with_list(offered)

    def _keep_list(self) -> None:
        """A newer list is kept whatever becomes of the packages: it may say that this desk has
        been ended and can open none of them."""
        if self.known.listed.version > require_known(self.store).listed.version:
            with self.store.bookkeeping() as connection:
                keep_known(connection, self.known)
            self.store.know_again()

    def _with_list(self, offered: SignedList | None) -> Known:
        if offered is not None and lists.is_other_history(self.known.signed, offered):
            self._other.append(offered)
            if lists.would_forget(self.known.signed, offered, self.ring.keys.public.sign):
                return self.known
        try:
            return self.known.with_list(offered)
        except PackageRefusedError as refusal:
            if refusal.code != NEW_ROOT or offered is None:
                raise
            if self.known.listed.hub not in self.ring.numbers(self.known):  # it makes the seals
                self._strange.append(offered)
            return self.known

    # -- one package ------------------------------------------------------------------------

    def _told(self, staged: Staged, act: Callable[[Staged], Told]) -> Told:
        try:
            return self._with_news(act(staged))
        except CancelledError:
            raise
        except AppError as error:
            told = failed(staged.source.name, self._why(error))
        if act == self._receive and staged.path.exists():
            inbox.put_away(staged, self.store.paths, "", "refused")
        return self._with_news(told)

    def _with_news(self, told: Told) -> Told:
        return replace(told, new_root=bool(self._strange), two_lists=bool(self._other))

    def _why(self, error: AppError) -> AppError:
        """Who is a stranger by the list known here may stand on the one under the new seal; a desk
        that was ended can open nothing."""
        if self._strange and error.code in _STRANGE:
            return refused(NEW_ROOT)
        return ended_error(self.known, self.ring.keys.public.sign) or error

    def _try(self, staged: Staged, merging: Merging) -> Told:
        with opened_container(staged.path, self.known.sign_key) as container:
            told = self._cover(container, staged)
            if told.is_own:
                return told
            found, known = self._read(container, staged)
            if told.is_already:
                return told
            contents, header = found.letter.contents, found.header
            with merging.connection.begin_nested():
                origin = Origin(header.id, header.dev, header.number, staged.sha256)
                done = receive(
                    merging, contents, origin, known.membership_for(header.dev), known.verify,
                    step=self.step,
                )  # fmt: skip
            self.known = known
            return counted(named(told, found, known), found, done)

    def _receive(self, staged: Staged) -> Told:
        with opened_container(staged.path, self.known.sign_key) as container:
            told = self._cover(container, staged)
            if told.is_own:
                return told
            found, known = self._read(container, staged)
            if told.is_already:
                with self.store.read() as session:
                    photos.take_in(session.connection(), found, self.store.paths)
                return replace(told, damaged_photos=len(found.damaged))
            self._back_up()
            staged = inbox.mark(staged, found.header.id)
            try:
                done = self._take(found, staged, known)
            except CancelledError:
                _forget([staged])
                raise
            except AppError as error:
                if error.code in (GAP, FORK, SELF_AHEAD):
                    self._hear_what_it_has(found, known)
                inbox.put_away(staged, self.store.paths, found.header.id, "refused")
                raise
        inbox.put_away(staged, self.store.paths, found.header.id, "done")
        self.known = known
        told = counted(named(told, found, known), found, done)
        return replace(told, is_applied=True, damaged_photos=len(found.damaged))

    def _hear_what_it_has(self, found: OpenPackage, known: Known) -> None:
        """A package that does not fit on says all the same what its desk has, perhaps under a new
        number: the next one from here starts there, and mends it."""
        with self.store.bookkeeping() as connection:
            keep_known(connection, known)
            speaks_now(connection, found, known)

    def _take(self, found: OpenPackage, staged: Staged, known: Known) -> Received:
        header = found.header

        def beside(connection: Connection) -> None:
            keep_known(connection, known)
            note(connection, found, known)
            photos.take_in(connection, found, self.store.paths)

        origin = Origin(header.id, header.dev, header.number, staged.sha256)
        return receive_contents(
            self.store, found.letter.contents, origin, known.membership_for(header.dev),
            known.verify, beside=beside, step=self.step,
        )  # fmt: skip

    def _cover(self, container: Container, staged: Staged) -> Told:
        """What the cover says, before anything is opened."""
        header = container.header
        if header.org != self.known.org:
            raise refused("wrong_org", where=staged.source.name)
        with self.store.read() as session:
            connection = session.connection()
            is_already = is_received(connection, header.id)
            is_own = _is_own(connection, header.id)
        if not is_own and header.receiver != self.known.place:
            place = self.known.listed.place(header.receiver)
            more = f"（是给{place.name}的）" if place else ""
            raise refused("not_for_me", where=staged.source.name, more=more)
        return Told(
            staged.source.name, place=header.sender, name=self.known.name_of(header.sender),
            number=header.number, made=header.made, app=header.app, is_already=is_already,
            is_own=is_own,
        )  # fmt: skip

    def _read(self, container: Container, staged: Staged) -> tuple[OpenPackage, Known]:
        """The package, and what is known with the news that it brings of other desks."""
        where, header = staged.source.name, container.header
        found = package.read(container, self.ring.keys, staged.source)
        try:
            known = self._with_list(found.letter.devices)
        except ValueError:
            raise refused("damaged", where=where) from None
        known = known.with_claims(found.letter.claims).with_vouchers(found.letter.vouchers)
        refuse_stranger(known, container.sign, header.dev, header.sender, where)
        return found, known

    def _back_up(self) -> None:
        if not self._is_backed_up:
            make_backup(self.store.paths, BackupReason.IMPORT)
            self._is_backed_up = True


def _forget(files: Iterable[Staged]) -> None:
    for staged in files:
        staged.path.unlink(missing_ok=True)


class _Undone(Exception):  # noqa: N818 - nothing went wrong
    """Ends a preview."""


@contextmanager
def _undone(store: Store) -> Iterator[Merging]:
    """A transaction of which nothing stays."""
    with suppress(_Undone), store.merging(RECEIVING) as merging:
        yield merging
        raise _Undone


def _is_own(connection: Connection, pkg: str) -> bool:
    row = connection.exec_driver_sql("SELECT 1 FROM sync_pkg_out WHERE pkg = ?", (pkg,)).first()
    return row is not None
