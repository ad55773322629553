"""The database that a command works on: that of the settings, or the one that is named."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import (
    ArgumentError,
    NoSuchModuleError,
    OperationalError,
    SQLAlchemyError,
)

from api.cli.screen import say
from api.database.engine import Patience, connect, is_sqlite, version_of
from api.database.errors import SchemaError
from api.database.migrating import current, head, upgrade
from api.database.waiting import LOOK, wait_for_server
from api.settings import read_settings
from scheduler.errors import RoulementError

AWAY = (
    "La base de données ne répond pas ({where}) : vérifiez qu’elle tourne et "
    "ROULEMENT_DATABASE_URL. ({reason})"
)
STARTING = (
    "La base de données démarre ({where}) : PostgreSQL n’accepte encore personne. J’attends, "
    "{seconds} secondes au plus (ROULEMENT_DATABASE_SECONDS)."
)
ABSENT = (
    "La base de données ne répond pas encore ({where}) : PostgreSQL démarre peut-être. J’attends, "
    "{seconds} secondes au plus (ROULEMENT_DATABASE_SECONDS)."
)
BUSY = (
    "La base est occupée par un autre programme (calcul, import) : chacun son tour, j’attends le "
    "mien (Ctrl+C : rien ne sera écrit)."
)
MISWRITTEN = (
    "Adresse de base refusée : attendu sqlite:///fichier.db ou postgresql://compte@machine/base."
)
LOST = (
    "La base de données s’est arrêtée pendant le démarrage : j’attends qu’elle revienne. ({reason})"
)

T = TypeVar("T")


class NoDatabaseError(RoulementError):
    """The database doesn't answer, or its address can't be read."""

    title = "Base de données inaccessible"


@contextmanager
def opened(url: str = "", *, existing: bool = False) -> Iterator[Engine]:
    """
    Yield the engine of a database that answers (no URL: the settings' one).

    `existing`: the database must have been made, at the program's version; otherwise a missing
    SQLite file is made.

    Raises
    ------
    NoDatabaseError
        It doesn't answer, isn't there, or the URL is of no database that we know.
    SchemaError
        It isn't of the program's version.
    """
    engine = reached(url or read_settings().database_url, existing=existing)
    try:
        if existing and current(engine) != head():
            raise SchemaError(
                "cette base n’est pas à la version du programme : rota upgrade d’abord"
            )
        yield engine
    finally:
        engine.dispose()


def up_to_date(engine: Engine, *, without_backup: bool = False) -> Path | None:
    """
    Bring a database up to date; print and return its backup's path (None: none was needed).

    SchemaError: see `api.database.migrating.upgrade`.
    """
    kept = upgrade(engine, backups=read_settings().backups, without_backup=without_backup)
    if kept is not None:
        say(f"Sauvegarde d’avant la mise à jour de la base : {kept}")
    return kept


@contextmanager
def begun(url: str, begin: Callable[[Engine], T]) -> Iterator[tuple[Engine, T]]:
    """
    Yield the engine of a database on which a process of the service has begun, and what it gave.

    PostgreSQL that goes away meanwhile is waited for, and all begins again. Raises what `reached`
    and `begin` do.
    """
    deadline = time.monotonic() + read_settings().database_seconds
    while True:
        engine = reached(url, serving=True)
        try:
            try:
                value = begin(engine)
            except OperationalError as error:
                if is_sqlite(engine) or time.monotonic() > deadline:
                    raise
                say(LOST.format(reason=_reason(error)))
                time.sleep(LOOK)
                continue
            yield engine, value
            return
        finally:
            engine.dispose()


def reached(url: str, *, existing: bool = False, serving: bool = False) -> Engine:
    """
    Return the engine of a database that answers; `existing`: a SQLite file must be there.

    It is waited for while it starts; `serving`: also while it isn't there, as after a start of the
    machine, and the engine is one for requests, which wait for other writers less than commands.
    NoDatabaseError: it doesn't answer, isn't there, or the URL is of no database that we know.
    """
    seconds = read_settings().database_seconds
    try:
        place = make_url(url)
        if existing and place.get_backend_name() == "sqlite":
            _check_file(place.database or "")
        engine = connect(url, None if serving else Patience(seconds, lambda: say(BUSY)))
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise NoDatabaseError(MISWRITTEN) from None
    where = engine.url.host or engine.url.query.get("host") or engine.url.database or ""

    def tell(there: bool) -> None:
        say((STARTING if there else ABSENT).format(where=where, seconds=seconds))

    deadline = time.monotonic() + seconds
    wait_for_server(engine, seconds, tell, absent=serving)
    while (refusal := _refusal(engine)) is not None:
        # It may have come and gone again. One that refuses an account is there.
        if not wait_for_server(engine, deadline - time.monotonic(), tell, absent=serving):
            engine.dispose()
            raise NoDatabaseError(AWAY.format(where=where, reason=_reason(refusal))) from None
    return engine


def _refusal(engine: Engine) -> SQLAlchemyError | None:
    try:
        version_of(engine)
        with engine.connect():
            return None
    except SQLAlchemyError as error:
        return error


def _reason(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", "") or type(error).__name__).strip().splitlines()[0]


def _check_file(path: str) -> None:
    if not Path(path).is_file():
        raise NoDatabaseError(f"Aucune base de données : {path} n’existe pas.")
