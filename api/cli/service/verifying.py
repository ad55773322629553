"""`rota ledger` and `rota verify`: write the register out, and find what was done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from rich.text import Text

from api.cli.screen import BLOCKED, OK, err, out, say, say_json
from api.cli.service.commands import Action
from api.database.engine import connect, reading
from api.french.plural import plural
from api.ledger.history import head as head_of
from api.ledger.verifying.database import verify_database
from api.ledger.verifying.export import write_register
from api.ledger.verifying.register import read_register
from api.ledger.verifying.register import verify as verify_register
from api.settings import read_settings

if TYPE_CHECKING:
    from pathlib import Path

    from api.ledger.verifying.register import Fault, Verification


def ledger(*, action: Action, file: Path | None, json: bool) -> int:
    """Write the register to a file, or say its head."""
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
        out().print(Text(f"{plural(count, 'publication')} dans {file}"), soft_wrap=True)
    out().print(Text(f"Registre n° {last.number}, tête {last.hash}"), soft_wrap=True)
    return OK


def verify(*, file: Path | None, head: str | None, json: bool) -> int:
    """Verify a written register, or the database's."""
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
    out().print(Text(f"Registre intact : {count}, tête {checked.head}"), soft_wrap=True)
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
