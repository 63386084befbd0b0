"""Copies of the whole database, consistent and encrypted with the same key, taken during use.

SQLite's own backup copies the pages (sqlite.org/backup.html), so a copy holds one committed state,
whatever is written meanwhile.
"""

import contextlib
import os
import shutil
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from conversations.erasure import without_form
from conversations.errands import Task
from storage.audit import OPERATOR
from storage.database import DatabaseFailed, DatabaseUnusable
from storage.errands import Errands
from storage.new_file import is_part_of, new_file, part_of, remove_database
from storage.sqlite import SqliteDatabase, failures
from storage.sqlite_file import open_sqlite
from storage.store import Store

#: Audit actions after which a customer, or the form, is gone.
_FORM_ERASED = "form-erased"
_ERASURES = ("erased", "withdrawn", _FORM_ERASED)

_STEP = 256  # pages, 1 MB

#: Called with SQLite's status, and how many pages are left of how many.
_AfterStep = Callable[[int, int, int], None]

#: Audit actions after which a holder has another token of the service, or none.
_TOKENS = ("token-given", "token-taken")

_MOVE_IT = (
    "To replace it all the same, move it away, with its -wal and its -shm, and restore again."
)


class BackupRefused(Exception):
    """Nothing was changed; the message says what the operator should do."""


@dataclass(frozen=True, slots=True)
class Restored:
    """How many customers were erased, people shut out, and tokens exchanged or taken back, again;
    none are known if no database was replaced.
    """

    erased: int
    shut_out: int
    tokens: int
    is_replaced: bool


def back_up(database: SqliteDatabase, copy: Path, key: str) -> None:
    """Write a copy under a temporary name; rename it to `copy` once it is complete and on disk.

    `key` is the database's own. Raises BackupRefused.
    """
    if os.path.lexists(copy):
        raise BackupRefused(f"{copy} exists. Name a file that does not; nothing was written.")
    try:
        with new_file(copy) as part, _flushing(part) as flush:
            target = open_sqlite(part, key)
            # An interrupted copy is deleted, so it needs no log, in which each page would be
            # written once more; `new_file` brings the complete one to the disk.
            target.run("pragma journal_mode = off")
            target.run("pragma synchronous = off")
            try:
                _copy_pages(database, target, flush)
            finally:
                target.close()
    except (OSError, DatabaseUnusable) as error:
        said = error.strerror if isinstance(error, OSError) else str(error)
        raise BackupRefused(f"{copy} cannot be written: {said}") from None
    except DatabaseFailed as failed:  # SQLite does not tell which of the two files it is
        raise BackupRefused(f"The database cannot be copied to {copy}: {failed}.") from None


def restore(
    copy: Path,
    database: Path,
    key: str,
    now: datetime,
    *,
    overwrite: bool,
    clean: Callable[[Store, str], None] = lambda _store, _reference: None,
    shut_out: Callable[[Store, Store], int] = lambda _copy, _replaced: 0,
    replace: Callable[[], None] = lambda: None,
) -> Restored:
    """Replace `database` with a copy's content in one atomic step.

    What the copy still owes to the eKYC service may have been sent since it was taken, so each such
    application is looked up first, as after a crash. Nobody has a form open, and no button acts, as
    chats may show later questions than the copy knows. Customers erased from the replaced database
    since then are erased again, and recorded so, as another copy may follow that has them. Each
    holder of a token has the one of the replaced database. `clean` owes chats the deletion of the
    messages about a customer that are still there. `shut_out` shuts out of the copy whom the
    replaced database had shut out, and returns how many. `replace` is called when nothing has been
    changed yet and the one step is next. Raises BackupRefused, DatabaseUnusable and DatabaseFailed.
    """
    if not os.path.isfile(copy):  # noqa: PTH113 - Path's raises for some
        raise BackupRefused(f"There is no file {copy}.")
    if not copy.stat().st_size:  # SQLite would take it for a new database
        raise BackupRefused(f"{copy} is empty. Use another copy; nothing was changed.")
    log = Path(f"{os.path.realpath(copy)}-wal")
    if log.is_file() and log.stat().st_size:
        raise BackupRefused(
            f"{copy} is no copy: its last changes are next to it, in {log.name}. Make one of both,"
            f" with DATABASE={copy} python -m bot backup FILE, and restore that. Nothing changed."
        )
    is_replaced = os.path.exists(database)  # noqa: PTH110 - the same
    if is_replaced and not overwrite:
        raise BackupRefused(f"{database} exists. Use --overwrite to replace it.")
    with _opened_copy(copy, database, key) as source:
        _check(source, copy)
        with source.transaction():
            Errands(source).begin_all(Task.SUBMIT, now)
            Store(source).end_questions()
        opened_target = _opened_target if is_replaced else _new_target
        with opened_target(database, key) as target:
            shared = Store(source).audit.shared_with(Store(target).audit)
            erased = _erase_again(Store(source), Store(target), shared, now, clean)
            shut_out_again = shut_out(Store(source), Store(target))
            tokens = _exchange_tokens_again(Store(source), Store(target), shared, now)
            replace()
            _copy_pages(source, target)
    return Restored(erased, shut_out_again, tokens, is_replaced=is_replaced)


@contextlib.contextmanager
def _opened_target(database: Path, key: str) -> Generator[SqliteDatabase]:
    """The database that is replaced, as long as it can be read and written over."""
    try:
        target = open_sqlite(database, key)
    except DatabaseUnusable as unusable:
        raise BackupRefused(f"{unusable} {_MOVE_IT}") from None
    with contextlib.closing(target):
        if _is_damaged(target):
            raise BackupRefused(f"{database} is damaged. {_MOVE_IT}")
        yield target


@contextlib.contextmanager
def _new_target(database: Path, key: str) -> Generator[SqliteDatabase]:
    """A database where there was none; nothing is left of it if the block fails."""
    try:
        with contextlib.closing(open_sqlite(database, key)) as target:
            yield target
    except BaseException:
        remove_database(database)
        raise


@contextlib.contextmanager
def _opened_copy(copy: Path, database: Path, key: str) -> Generator[SqliteDatabase]:
    """A copy of the copy next to the database, since opening it may migrate it."""
    part = part_of(database)
    if is_part_of(database, Path(os.path.realpath(copy))):
        raise BackupRefused(f"{copy} has the name of a file that is deleted. Rename it first.")
    try:
        try:
            database.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(copy, part)
            part.chmod(0o600)
            source = open_sqlite(part, key)
        except OSError as error:
            raise BackupRefused(
                f"{copy} cannot be copied to {part}: {error.strerror}. Nothing was changed."
            ) from None
        except DatabaseUnusable as unusable:
            raise BackupRefused(str(unusable).replace(str(part), str(copy))) from None
        with contextlib.closing(source):
            yield source
    finally:
        remove_database(part)


def _erase_again(
    copy: Store,
    replaced: Store,
    shared: int,
    now: datetime,
    clean: Callable[[Store, str], None],
) -> int:
    """Erase in the copy what was erased since it was taken; returns how many applications.

    `shared` is the last row that both audits have.
    """
    count = 0
    with copy.transaction():
        for reference, action in replaced.audit.subjects_since(shared, _ERASURES).items():
            if action != _FORM_ERASED:
                _take_over_messages(copy, replaced, reference)
                clean(copy, reference)
            count += _erase(copy, reference, action, now)
            copy.audit.record(
                action, actor=OPERATOR, now=now, subject=reference, why="erased-before-restore"
            )
    return count


def _erase(copy: Store, reference: str, action: str, now: datetime) -> bool:
    """Whether there was something to erase."""
    application = copy.applications.find(reference)
    if application is None or (action == _FORM_ERASED and application.remains):
        return False
    if action == _FORM_ERASED:
        copy.applications.save(without_form(application, now))
    else:
        copy.applications.erase(reference)
        copy.inbox.forget_set_aside_of(application.agent)
    copy.outbox.drop_about(reference)
    return True


def _exchange_tokens_again(copy: Store, replaced: Store, shared: int, now: datetime) -> int:
    """Leave no holder a token of the service that was taken back since; returns how many."""
    entries = replaced.audit.entries(actions=_TOKENS)
    exchanged = {
        str(each.details["holder"]): each.action for each in entries if each.number > shared
    }
    with copy.transaction():
        for holder, action in exchanged.items():
            token = replaced.service_tokens.find(holder)
            if token:
                copy.service_tokens.give(holder, token)
            else:
                copy.service_tokens.take(holder)
            copy.audit.record(action, actor=OPERATOR, now=now, holder=holder)
    return len(exchanged)


def _take_over_messages(copy: Store, replaced: Store, reference: str) -> None:
    """Of messages about the erased customer, only those are known that had not been deleted yet."""
    copy.chat_messages.forget_about(reference)
    for chat in replaced.chat_messages.chats_of(reference):
        for each in replaced.chat_messages.about(reference, chat, with_masked=True):
            copy.chat_messages.note((reference,), chat, each.message_id, each.sent_at)


def _is_damaged(database: SqliteDatabase) -> bool:
    """Check every page's signature, which SQLCipher writes."""
    return bool(database.rows("pragma cipher_integrity_check"))


def _check(database: SqliteDatabase, path: Path) -> None:
    if _is_damaged(database):
        raise BackupRefused(f"{path} is damaged. Use another copy; nothing was changed.")


def _copy_pages(
    source: SqliteDatabase, target: SqliteDatabase, after_step: _AfterStep | None = None
) -> None:
    """Copy one committed state, whatever others write meanwhile."""
    with failures(), source.snapshot():
        source.row("select count(*) from sqlite_master")  # the state is that of the first read
        source.connection.backup(target.connection, pages=_STEP, progress=after_step)
    if target.row("pragma quick_check") != ("ok",):
        raise DatabaseFailed("the copy is incomplete")


@contextlib.contextmanager
def _flushing(file: Path) -> Generator[_AfterStep]:
    """What brings to the disk what was written to the file.

    All at once, at the end, it would hold up the commits of others: by 0.3 s for 480 MB, where
    steps of 1 MB hold them up by less than 0.1 s (measured).
    """
    descriptor = os.open(file, os.O_RDWR)
    try:
        yield lambda *_: os.fdatasync(descriptor)
    finally:
        os.close(descriptor)
