"""`rota ledger` and `rota verify`: write the register out, and find what was done to it."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli import options as o
from api.cli.command import GIVE, UNDERSTAND, CommandSet, when_it_runs

with when_it_runs():
    from rich.text import Text

    from api.cli.screen import BLOCKED, OK, err, out, say, say_json, show
    from api.database.engine import connect, reading
    from api.french.plural import plural
    from api.ledger.history import head as head_of
    from api.ledger.verifying import (
        Fault,
        Verification,
        read_register,
        verify_database,
        write_register,
    )
    from api.ledger.verifying import verify as verify_register
    from api.settings import read_settings

commands = CommandSet()

DIGITS = 64


class Action(StrEnum):
    """What is done with the register."""

    EXPORT = "export"
    HEAD = "tete"


def ledger_head(text: str) -> str:
    """Read a hash as sheets print it, in groups or not."""
    digits = re.sub(r"[\s\u00a0\u202f]", "", text).lower()
    if not re.fullmatch(rf"[0-9a-f]{{{DIGITS}}}", digits):
        raise typer.BadParameter(
            f"« {text} » n’est pas une tête de registre (attendu : les {DIGITS} chiffres "
            "hexadécimaux imprimés au bas de l’affichage)"
        )
    return digits


@commands.declare(
    "Écrit le registre des publications dans un fichier, une par ligne, sans le nom de personne, "
    "ou dit sa tête : le numéro et l’empreinte de la dernière publication.",
    panel=GIVE,
)
def ledger(
    action: Annotated[Action, typer.Argument(metavar="export|tete", show_default=False)],
    file: Annotated[
        Path | None, typer.Argument(metavar="FICHIER.jsonl", show_default=False)
    ] = None,
    *,
    json: o.AsJson = False,
) -> int:
    engine = connect(read_settings().database_url)
    with reading(engine) as session:
        last = head_of(session)
        if action is Action.EXPORT:
            if file is None:
                raise typer.BadParameter("donnez le fichier à écrire, comme registre.jsonl")
            count = write_register(session, file)
    engine.dispose()
    if json:
        say_json({"publications": last.number, "head": last.hash})
        return OK
    if action is Action.EXPORT:
        show(f"{plural(count, 'publication')} dans {file}")
    show(f"Registre n° {last.number}, tête {last.hash}")
    return OK


@commands.declare(
    "Vérifie un registre écrit, sans base ni serveur, ou celui de la base : toute publication "
    "changée, ajoutée, retirée ou déplacée se voit, et avec --tete une fin coupée.",
    panel=UNDERSTAND,
)
def verify(
    file: Annotated[
        Path | None,
        o.argument(
            "FICHIER.jsonl",
            "Registre écrit par « rota ledger export » ; sans lui, la base de données.",
        ),
    ] = None,
    *,
    head: Annotated[
        str | None,
        o.option(
            "--tete",
            "EMPREINTE",
            "Tête du registre imprimée sur un affichage ou remise à la RH : sans elle, une fin "
            "coupée ne se voit pas.",
            parser=ledger_head,
        ),
    ] = None,
    json: o.AsJson = False,
) -> int:
    with err().status("Vérification du registre…"):
        checked = _database(head or "") if file is None else _file(file, head or "")
    if json:
        say_json(
            {
                "state": "intact" if checked.sound else "altere",
                "publications": checked.count,
                "head": checked.head,
                "given_head": checked.matched or None,
                "faults": [{"publication": f.number, "message": f.message} for f in checked.faults],
            }
        )
        return OK if checked.sound else BLOCKED
    for fault in checked.faults:
        say(fault.message, "red")
    count = plural(checked.count, "publication")
    if not checked.sound:
        say(f"Registre altéré : {plural(len(checked.faults), 'constat')} sur {count}.", "bold red")
        return BLOCKED
    show(f"Registre intact : {count}, tête {checked.head}")
    if checked.matched and checked.matched < checked.count:
        out().print(Text(f"La tête donnée est celle de la publication n° {checked.matched}."))
    return OK


def _database(printed: str) -> Verification:
    engine = connect(read_settings().database_url)
    with reading(engine) as session:
        checked = verify_database(session, printed)
    engine.dispose()
    return checked


def _file(path: Path, printed: str) -> Verification:
    faults: list[Fault] = []
    with path.open(encoding="utf-8", errors="replace", newline="\n") as lines:
        checked = verify_register(read_register(lines, faults), printed)
    checked.faults[:0] = faults
    return checked
