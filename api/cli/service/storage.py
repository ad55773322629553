"""`rota import`, `upgrade`, `backup` and `restore`: what goes into the database and out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.access.accounts.service import LOCAL
from api.access.journal import note
from api.cli.folder import tell_remarks
from api.cli.screen import OK, err, out, say, say_json
from api.cli.service.database import opened, up_to_date
from api.database.backup.restoring import restore as put_back
from api.database.backup.saving import back_up
from api.database.engine import writing
from api.database.migrating import current, head
from api.french.plural import plural
from api.month.folder.importing import import_folder
from api.settings import read_settings

if TYPE_CHECKING:
    from pathlib import Path

    from api.data.association import Association

AGAIN = "Ce qui a été révoqué depuis la sauvegarde (jetons, abonnements, comptes) vaut de nouveau."


def import_(*, folder: Path, replace: bool, url: str, json: bool) -> int:
    """Put a folder in the database, all of it or nothing."""
    with opened(url) as engine:
        up_to_date(engine)
        with err().status("Lecture, contrôle et enregistrement des fichiers…"):
            remarks: list[str] = []
            association = import_folder(engine, LOCAL, folder, replace=replace, tell=remarks.append)
    tell_remarks(remarks)
    counts = _counts(association)
    if json:
        say_json({"state": "importe", **counts})
    else:
        out().print(
            f"Importé : {plural(counts['agencies'], 'agence')}, "
            f"{plural(counts['people'], 'personne')}, "
            f"{plural(counts['templates'], 'gabarit')}, "
            f"{plural(counts['published_months'], 'mois publié', 'mois publiés')}."
        )
    return OK


def upgrade(*, without_backup: bool, url: str, json: bool) -> int:
    """Bring the database's tables to the program's version."""
    with opened(url) as engine:
        before = current(engine)
        kept = up_to_date(engine, without_backup=without_backup)
    if json:
        say_json(
            {
                "state": "a_jour",
                "before": before,
                "version": head(),
                "backup": str(kept) if kept else None,
            }
        )
    elif before == head():
        out().print(f"Base déjà à jour (version {head()}).")
    else:
        out().print(f"Base mise à jour : de la version {before or 'zéro'} à la version {head()}.")
    return OK


def backup(*, file: Path, portable: bool, replace: bool, url: str, json: bool) -> int:
    """Write the whole database to a file, while it is in use."""
    with opened(url, existing=True) as engine, err().status("Sauvegarde…"):
        made = back_up(engine, file, portable=portable, replace=replace)
    _tell("sauvegarde", "Sauvegardé", made, file, json=json)
    return OK


def restore(*, file: Path, replace: bool, url: str, json: bool) -> int:
    """Put a backup in the database, all of it or nothing."""
    with opened(url) as engine, err().status("Vérification et restauration…"):
        made = put_back(engine, file, replace=replace, backups=read_settings().backups)
        with writing(engine) as session:
            note(session, LOCAL, "restaurer", "base", file.name, detail={"made": made["made"]})
    _tell("restaure", "Restauré", made, file, json=json)
    if not json:
        say(AGAIN)
    return OK


def _counts(association: Association) -> dict[str, int]:
    return {
        "agencies": len(association.agencies),
        "dispositifs": len(association.dispositifs),
        "people": len(association.mediators),
        "templates": len(association.templates),
        "published_months": len(association.history),
    }


def _tell(state: str, word: str, made: dict[str, Any], file: Path, *, json: bool) -> None:
    rows = sum(table["rows"] for table in made["tables"].values())
    if json:
        say_json(
            {
                "state": state,
                "file": str(file),
                "version": made["schema"],
                "made": made["made"],
                "tables": len(made["tables"]),
                "rows": rows,
            }
        )
    else:
        out().print(f"{word} : {plural(rows, 'ligne')} de {len(made['tables'])} tables ({file}).")
