"""Opening a ledger file: making the tables, bringing an older file up to date, and the user's words for its faults.

A file of an older version is migrated in place when it is opened: first a copy of it is put beside it
(`NAME.v1`, by SQLite's own backup), then all steps run in one transaction, so that it is whole before and after.
"""

import sqlite3
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gigawatt.errors import EvidenceError, GigawattError, InputError
from gigawatt.ledger import ddl
from gigawatt.ledger.constants import BUSY_TIMEOUT_S

_NEEDS_LESS = ("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_READONLY_DIRECTORY", "SQLITE_READONLY_CANTINIT")


def user_error(error: sqlite3.Error, path: Path) -> GigawattError:
    """The user's error for an error of SQLite."""
    text, where = str(error), str(path)
    code = getattr(error, "sqlite_errorname", "") or ""
    if "READONLY" in code or "readonly" in text:
        return InputError("ledger-read-only", where=where, got=text, hint="choose another file with --ledger")
    if "FULL" in code or "IOERR" in code:
        hint = "free some space; what was committed before is kept"
        return InputError("ledger-disk", where=where, got=text, expected="room to write", hint=hint)
    if "CANTOPEN" in code or "unable to open" in text:
        return InputError("ledger-unopenable", where=where, got=text, expected="a folder that can be written")
    if "BUSY" in code or "LOCKED" in code:
        return InputError("ledger-busy", where=where, got=text, hint="another process has held the ledger for a minute")
    if "NOTADB" in code or "CORRUPT" in code:
        hint = "restore a copy, or move the file away and add the documents again"
        return EvidenceError("ledger-damaged", where=where, got=text, expected="a ledger file", hint=hint)
    raise error


def opened(path: Path, *, create: bool) -> sqlite3.Connection:
    """A connection to the ledger of a path (`:memory:`: not kept), at the present version.

    sqlite3.Error, or InputError for a file of another program or of a later version.
    """
    connection = _connect(path, create)
    try:
        _prepare(connection, path, create)
    except BaseException:
        connection.close()
        raise
    return connection


def _connect(path: Path, create: bool) -> sqlite3.Connection:
    if str(path) == ":memory:":
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.row_factory = sqlite3.Row
        return connection
    place = "file:" + urllib.parse.quote(str(path.absolute()))
    for mode in ("?mode=rwc",) if create else ("?mode=rw", "?mode=ro", "?immutable=1"):
        connection = sqlite3.connect(place + mode, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None)
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.OperationalError as error:
            connection.close()
            if create or mode == "?immutable=1" or error.sqlite_errorname not in _NEEDS_LESS:
                raise
            continue
        connection.row_factory = sqlite3.Row
        return connection
    raise AssertionError("unreachable")


def _prepare(connection: sqlite3.Connection, path: Path, create: bool) -> None:
    run = connection.execute
    run("PRAGMA foreign_keys = ON")
    run("PRAGMA recursive_triggers = ON")  # so that REPLACE cannot remove rows behind the triggers
    version = _number(connection, "user_version")
    if version == 0 and create:
        run("PRAGMA journal_mode = WAL")
        with _whole(connection):
            if _number(connection, "user_version") == 0:
                if run("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
                    raise InputError("ledger-foreign", where=str(path), got="another SQLite database")
                _script(connection, ddl.statements())
                run(f"PRAGMA application_id = {ddl.APPLICATION_ID}")
                run(f"PRAGMA user_version = {ddl.VERSION}")
    if _number(connection, "application_id") != ddl.APPLICATION_ID:
        raise InputError("ledger-foreign", where=str(path), got="a database of another program")
    version = _number(connection, "user_version")
    if version > ddl.VERSION or (version < ddl.VERSION and version not in ddl.MIGRATIONS):
        expected = f"version {ddl.VERSION}"
        raise InputError("ledger-version", where=str(path), got=version, expected=expected, hint="update gigawatt")
    if version < ddl.VERSION:
        _migrate(connection, path)
    run("PRAGMA synchronous = FULL")


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring an older file to the present version, after a copy of it was put beside it."""
    with _whole(connection):
        version = _number(connection, "user_version")  # another process may have done it meanwhile
        if version < ddl.VERSION:
            _copy(path, path.with_name(f"{path.name}.v{version}"))
        while version < ddl.VERSION:
            _script(connection, ddl.MIGRATIONS[version])
            version += 1
            connection.execute(f"PRAGMA user_version = {version}")


def _copy(path: Path, to: Path) -> None:
    """The file as it was committed, whole or not at all."""
    part = to.with_name(to.name + ".part")
    part.unlink(missing_ok=True)
    source, target = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S), sqlite3.connect(part)
    try:
        source.backup(target)
    finally:
        target.close()
        source.close()
    part.replace(to)


def _number(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


@contextmanager
def _whole(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _script(connection: sqlite3.Connection, script: str) -> None:
    """Run the statements of a script, triggers kept whole, inside the present transaction."""
    buffer = ""
    for line in script.splitlines():
        buffer += line + "\n"
        if sqlite3.complete_statement(buffer):
            connection.execute(buffer)
            buffer = ""
