"""Receiving packages (3.10): verify, stage, look what they would do, back up, apply, put away.

A preview is the same work in a transaction that is rolled back, so it is never wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
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
from longshan_desk.data.log.vectors import remember_peer
from longshan_desk.data.store import Store
from longshan_desk.data.types import canonical_json
from longshan_desk.errors import AppError, CancelledError
from longshan_desk.exchange import package
from longshan_desk.exchange.container import Container
from longshan_desk.exchange.container import opened as opened_container
from longshan_desk.exchange.device_list import SignedList
from longshan_desk.exchange.package import OpenPackage
from longshan_desk.peers import envelopes, inbox, photos, seals
from longshan_desk.peers.inbox import Staged
from longshan_desk.peers.known import (
    Known,
    ended_error,
    keep_known,
    refuse_stranger,
    require_known,
)
from longshan_desk.peers.ring import Ring

Step = Callable[[int, int], None]
Key = tuple[str, str]

_STRANGE = ("unknown_sender", HEAD_SIG, FORBIDDEN)


@dataclass(frozen=True)
class Told:
    """What one package is and did, or why it was refused."""

    file: str
    code: str = ""
    """Why it was refused; empty if it was not."""
    message: str = ""
    hint: str = ""
    place: str = ""
    name: str = ""
    number: int = 0
    made: str = ""
    app: str = ""
    months: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    new: int = 0
    changed: int = 0
    same: int = 0
    news: Mapping[str, int] = field(default_factory=dict)
    """How many of ``new`` are of which table."""
    changes: Mapping[str, int] = field(default_factory=dict)
    conflicts: int = 0
    waiting: int = 0
    photos: int = 0
    damaged_photos: int = 0
    retyped: int = 0
    diverged: tuple[str, ...] = ()
    is_already: bool = False
    is_own: bool = False
    is_applied: bool = False
    new_root: bool = False
    """A device list came under a seal that this desk has not checked yet (F59)."""


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

    def preview(self, path: Path) -> list[Told]:
        """What the packages would do, in their order; nothing stays of it."""
        told = []
        known = self.known
        with self._staged(path) as (files, failed), _undone(self.store) as merging:
            for staged in files:
                told.append(self._told(staged, lambda one: self._try(one, merging)))
        self.known = known
        return [*told, *failed]

    def apply(self, path: Path) -> list[Told]:
        """Receive them for good."""
        told = []
        with self._staged(path) as (files, failed):
            for at, staged in enumerate(files):
                try:
                    told.append(self._told(staged, self._receive))
                except CancelledError:
                    if not any(one.is_applied for one in told):
                        raise
                    stopped = CancelledError(
                        "已取消，这个包没有接收。", hint="要收的时候再收一次。"
                    )
                    told += [_failed(one.source.name, stopped) for one in files[at:]]
                    break
        with self.store.bookkeeping() as connection:
            for one in self._strange:
                seals.offer(connection, one)
        return [*told, *failed]

    # -- the files --------------------------------------------------------------------------

    @contextmanager
    def _staged(self, path: Path) -> Iterator[tuple[list[Staged], list[Told]]]:
        found = inbox.look_into(path)
        for one in found.lists:
            self._hear_list(one)
        self._keep_list()
        files, failed = [], []
        for source in found.packages:
            try:
                files.append(inbox.stage(source, self.store.paths, self.step))
            except CancelledError:
                _forget(files)
                raise
            except AppError as error:
                failed.append(_failed(source.name, error))
        try:
            yield sorted(files, key=self._order), failed
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

    def _with_list(self, offered: SignedList | None) -> Known:
        try:
            return self.known.with_list(offered)
        except PackageRefusedError as refusal:
            if refusal.code != NEW_ROOT or offered is None:
                raise
            self._strange.append(offered)
            return self.known

    # -- one package ------------------------------------------------------------------------

    def _told(self, staged: Staged, act: Callable[[Staged], Told]) -> Told:
        try:
            return replace(act(staged), new_root=bool(self._strange))
        except CancelledError:
            raise
        except AppError as error:
            told = _failed(staged.source.name, self._why(error))
        if act == self._receive and staged.path.exists():
            inbox.put_away(staged, self.store.paths, "", "refused")
        return replace(told, new_root=bool(self._strange))

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
            return _counted(_named(told, found, known), found, done)

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
        told = _counted(_named(told, found, known), found, done)
        return replace(told, is_applied=True, damaged_photos=len(found.damaged))

    def _hear_what_it_has(self, found: OpenPackage, known: Known) -> None:
        """A package that does not fit on says all the same what its desk has, perhaps under a new
        number: the next one from here starts there, and mends it."""
        with self.store.bookkeeping() as connection:
            keep_known(connection, known)
            _speaks_now(connection, found, known)

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


def note(connection: Connection, found: OpenPackage, known: Known) -> None:
    """What a package says beside its records: acknowledged, sealed, wanted, lost."""
    header, letter = found.header, found.letter
    _speaks_now(connection, found, known)
    if (envelope := found.envelope) is not None and known.is_township:
        envelopes.keep_received(connection, envelope, header.sender)
    envelopes.drop_confirmed(connection, letter.confirmed_envelopes)
    photos.give_up(connection, letter.gone)


def _speaks_now(connection: Connection, found: OpenPackage, known: Known) -> None:
    """Its desk's newest word, and the number under which it said it."""
    header, letter = found.header, found.letter
    for dev in known.numbers_of(found.found.sign) - {header.dev}:
        remember_peer(connection, dev, {})
    said = {
        "months": list(letter.months), "counts": dict(letter.contents.notes),
        "want": list(letter.want), "list": letter.device_list_version, "no": header.number,
        "digest": dict(letter.contents.digest),
    }  # fmt: skip
    connection.exec_driver_sql(
        "INSERT INTO pkg_note (pkg, place, dev, made, said) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (pkg) DO NOTHING",
        (header.id, header.sender, header.dev, header.made, canonical_json(said)),
    )


def _named(told: Told, found: OpenPackage, known: Known) -> Told:
    return replace(
        told, name=known.name_of(told.place), months=tuple(found.letter.months),
        counts=dict(found.letter.contents.notes), photos=len(found.letter.blobs),
    )  # fmt: skip


def _is_own(connection: Connection, pkg: str) -> bool:
    row = connection.exec_driver_sql("SELECT 1 FROM sync_pkg_out WHERE pkg = ?", (pkg,)).first()
    return row is not None


def _failed(name: str, error: AppError) -> Told:
    return Told(name, code=error.code, message=error.message, hint=error.hint)


def _counted(told: Told, found: OpenPackage, done: Received) -> Told:
    records = {(op.tbl, op.rid) for op in found.letter.contents.operations}
    new = done.created - _corrections(found)
    changed = (records & done.records) - new
    return replace(
        told, new=len(new), changed=len(changed), same=len(records - new - changed),
        news=Counter(tbl for tbl, _ in new), changes=Counter(tbl for tbl, _ in changed),
        conflicts=len(done.conflicts), waiting=len(done.waiting), retyped=done.retyped,
        diverged=done.diverged,
    )  # fmt: skip


def _corrections(found: OpenPackage) -> set[Key]:
    """Further versions of an entry of the diary: nobody counts them as new visits."""
    return {
        (op.tbl, op.rid)
        for op in found.letter.contents.operations
        if op.tbl == "visit" and op.payload and f'"entry_id":"{op.rid}"' not in op.payload
    }
