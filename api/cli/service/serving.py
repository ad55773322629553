"""`rota serve` and `rota worker`: the service's processes."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import closing, nullcontext
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from api.cli import options as o
from api.cli.command import SERVE, CommandSet, when_it_runs

with when_it_runs():
    from sqlalchemy import Engine

    from api.access.accounts.first import is_first, one_time_code
    from api.cli.screen import OK, say
    from api.cli.service.database import begun
    from api.cli.service.demonstration import Demonstration, demonstration_settings, prepare
    from api.database.engine import is_sqlite, version_of
    from api.database.errors import SchemaError
    from api.database.migrating import current, head, upgrade
    from api.french.plural import plural
    from api.french.words import month_name
    from api.jobs.worker.ending import answer_signals, wait_for
    from api.logs.journal import configure_logs
    from api.serve import address, listen, port_of
    from api.serve import serve as stand
    from api.settings import Settings, read_settings
    from api.web.clock import present
    from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from api.jobs.worker.worker import Worker

commands = CommandSet()

ONE_PROCESS = (
    "SQLite n’admet qu’un processus : « rota serve » y fait aussi les calculs. « rota worker » "
    "demande PostgreSQL (ROULEMENT_DATABASE_URL=postgresql://…)."
)
NO_ACCOUNT = (
    "Aucun compte encore. Ouvrez {address}/premier-compte#{code} (le code, qui ne sert qu’une "
    "fois : {code})"
)
ENDED = "Arrêté : rien n’est perdu, les calculs en cours reprendront."
ERASED = "Arrêté : ce qui a été essayé est effacé (pour le garder : --garder FICHIER.db)."


@commands.declare(
    "Sert l’API à l’adresse des réglages (ROULEMENT_HOST, ROULEMENT_PORT ou --port), base mise à "
    "jour d’abord, sauvegarde à l’appui. Dans un dossier vide, une base SQLite y est créée ; les "
    "calculs se font alors dans le même processus.",
    panel=SERVE,
)
def serve(
    *,
    port: Annotated[
        int | None,
        o.option(
            "--port",
            "NOMBRE",
            "Port où écouter, à la place de ROULEMENT_PORT ; 0 : un port libre. Sans "
            "ROULEMENT_PUBLIC_URL, les adresses données (calendriers, courriels) sont de ce port.",
            min=0,
            max=65535,
        ),
    ] = None,
    demo: Annotated[
        bool,
        o.flag(
            "--demo",
            "Montre l’association inventée, avec un compte prêt pour chaque rôle : la base des "
            "réglages n’est pas touchée, aucun courriel ne part, et rien n’est gardé.",
        ),
    ] = False,
    keep: Annotated[
        Path | None,
        o.option("--garder", "FICHIER.db", "Avec --demo : garde la démonstration dans ce fichier."),
    ] = None,
) -> int:
    settings = read_settings()
    if keep is not None and not demo:
        raise InvalidProblemError("--garder va avec --demo : ailleurs, tout est gardé")
    configure_logs(settings)
    if port is not None:
        settings = settings.at_port(port)
    with demonstration_settings(settings, keep) if demo else nullcontext(settings) as chosen:
        _serve(chosen, demo=demo, keep=keep)
    return _end(ERASED if demo and keep is None else ENDED)


def _serve(settings: Settings, *, demo: bool, keep: Path | None) -> None:
    with closing(listen(settings)) as listening:
        settings = settings.at_port(port_of(listening))

        def begin(engine: Engine) -> tuple[str, str]:
            kept = upgrade(engine, backups=settings.backups)
            if kept is not None:
                say(f"Base mise à jour ; sauvegarde d’avant : {kept}")
            code = one_time_code() if not demo and is_first(engine) else ""
            return version_of(engine), code

        with begun(settings.database_url, begin) as (engine, (base, code)):
            shown = _prepare(engine, settings) if demo else None

            def ready() -> None:
                _say_up(engine, address(listening), base)
                if code:
                    say(NO_ACCOUNT.format(address=settings.shown_url, code=code))
                if shown is not None:
                    _say_accounts(shown, settings.shown_url, keep)

            accounts = () if shown is None else shown.accounts
            stand(
                *(settings, engine, listening),
                first_code=code,
                demonstration=accounts,
                ready=ready,
            )


def _prepare(engine: Engine, settings: Settings) -> Demonstration:
    say("Préparation de la démonstration, moins d’une minute :")
    return prepare(engine, settings, present(), lambda step: say(f"  {step}"))


def _say_accounts(shown: Demonstration, address: str, keep: Path | None) -> None:
    say(
        f"Démonstration : ouvrez {address} et choisissez l’un de ces comptes, d’un clic. Leur mot "
        f"de passe, tiré pour cette fois : {shown.password}"
    )
    for account in shown.accounts:
        if not account.colleague:
            say(f"  {account.email:<30} {account.title} {account.words}")
    if shown.calculating is not None:
        name = month_name(shown.calculating)
        say(f"Un brouillon se calcule ({name}) : « Plannings » le montre.")
    if keep is None:
        say("Rien n’est gardé : Ctrl+C efface tout (pour garder : --garder FICHIER.db).")
    else:
        say(f"Tout est gardé dans {keep.absolute()}")


@commands.declare(
    "Fait les calculs demandés au service, sur autant de machines que voulu : demande PostgreSQL. "
    "Une machine qui s’arrête rend ses calculs, une machine qui meurt les laisse aux autres.",
    panel=SERVE,
)
def worker(
    *,
    role: Annotated[
        str,
        o.option(
            "--role",
            "NOM",
            "Distingue les processus d’une même machine : un nom pour chacun.",
            show_default=True,
        ),
    ] = "worker",
) -> int:
    settings = read_settings()
    configure_logs(settings)
    ending = threading.Event()
    with begun(settings.database_url, partial(_begin, settings, role, ending)) as (_, working):
        answer_signals(lambda *_: ending.set())
        wait_for(ending)
        working.stop()
    return _end()


def _end(words: str = ENDED) -> int:
    """Say that the service ended; exit without waiting for threads that can't be interrupted."""
    say(words)
    late = [thread for thread in threading.enumerate() if thread.is_alive() and not thread.daemon]
    if late != [threading.main_thread()]:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(OK)
    return OK


def _begin(settings: Settings, role: str, ending: threading.Event, engine: Engine) -> Worker:
    from api.jobs.worker.worker import Worker, prepare  # noqa: PLC0415 - loads the queue's engine

    if is_sqlite(engine):
        raise InvalidProblemError(ONE_PROCESS)
    _check_schema(engine)
    prepare(engine)
    base = version_of(engine)
    working = Worker(engine, settings, role, ending)
    working.start()
    say(
        f"Roulement {version('roulement')} : travailleur « {working.name} », "
        f"{plural(settings.solves, 'calcul')} à la fois ({base})."
    )
    return working


def _check_schema(engine: Engine) -> None:
    version_there, expected = current(engine), head()
    if version_there != expected:
        raise SchemaError(
            f"cette base est à la version {version_there or 'zéro'}, ce programme à la version "
            f"{expected} : lancez d’abord « rota serve » ou « rota upgrade », du même programme"
        )


def _say_up(engine: Engine, where: str, base: str) -> None:
    calculating = (
        "calculs dans ce processus" if is_sqlite(engine) else "calculs par « rota worker »"
    )
    say(f"Roulement {version('roulement')} : {where} ({base}, {calculating}).")
