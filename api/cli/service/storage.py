"""`rota import`, `upgrade`, `backup` and `restore`: what goes into the database and out of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from api.cli import options as o
from api.cli.command import SERVE, CommandSet, when_it_runs

with when_it_runs():
    from api.access.accounts.service import LOCAL
    from api.access.journal import note
    from api.cli.folder import say_remarks
    from api.cli.screen import OK, err, out, say, say_json
    from api.cli.service.database import opened, up_to_date
    from api.data.association import Association
    from api.database.backup.restoring import restore as put_back
    from api.database.backup.saving import back_up
    from api.database.engine import writing
    from api.database.migrating import current, head
    from api.french.plural import plural
    from api.month.folder.importing import import_folder
    from api.settings import read_settings

commands = CommandSet()

Backup = Annotated[Path, o.argument("FICHIER", "Fichier de la sauvegarde.")]

Replace = Annotated[bool, o.flag("--remplacer", "Remplace ce qui est déjà là.")]

AGAIN = "Ce qui a été révoqué depuis la sauvegarde (jetons, abonnements, comptes) vaut de nouveau."


@commands.declare(
    "Met un dossier d’association, ou son classeur, dans la base : tout est contrôlé d’abord, "
    "puis écrit d’un coup, l’historique devenant des publications du registre. L’inverse : "
    "« rota export --base ».",
    panel=SERVE,
)
def import_(
    folder: o.Folder, *, replace: Replace = False, url: o.Url = "", json: o.AsJson = False
) -> int:
    with opened(url) as engine:
        up_to_date(engine)
        with err().status("Lecture, contrôle et enregistrement des fichiers…"):
            remarks: list[str] = []
            association = import_folder(engine, LOCAL, folder, replace=replace, tell=remarks.append)
    say_remarks(remarks)
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


@commands.declare(
    "Met les tables de la base à la version du programme, après l’avoir sauvegardée. « rota "
    "serve » le fait aussi de lui-même.",
    panel=SERVE,
)
def upgrade(
    *,
    without_backup: Annotated[
        bool,
        o.flag(
            "--sans-sauvegarde",
            "Met la base à jour sans la sauvegarder d’abord : elle l’est déjà autrement.",
        ),
    ] = False,
    url: o.Url = "",
    json: o.AsJson = False,
) -> int:
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


@commands.declare(
    "Sauvegarde toute la base dans un fichier, pendant qu’elle sert.",
    panel=SERVE,
)
def backup(
    file: Backup,
    *,
    portable: Annotated[
        bool,
        o.flag(
            "--portable",
            "Pour SQLite aussi, l’archive de lignes JSON qui est la forme de PostgreSQL, "
            "plutôt qu’une copie de la base.",
        ),
    ] = False,
    replace: Replace = False,
    url: o.Url = "",
    json: o.AsJson = False,
) -> int:
    with opened(url, existing=True) as engine, err().status("Sauvegarde…"):
        manifest = back_up(engine, file, portable=portable, replace=replace)
    _tell("sauvegarde", "Sauvegardé", manifest, file, json=json)
    return OK


@commands.declare(
    "Remet une sauvegarde dans une base SQLite ou PostgreSQL, vérifiée d’abord, d’un coup ou pas "
    "du tout.",
    panel=SERVE,
)
def restore(
    file: Backup, *, replace: Replace = False, url: o.Url = "", json: o.AsJson = False
) -> int:
    with opened(url) as engine, err().status("Vérification et restauration…"):
        manifest = put_back(engine, file, replace=replace, backups=read_settings().backups)
        with writing(engine) as session:
            note(session, LOCAL, "restaurer", "base", file.name, detail={"made": manifest["made"]})
    _tell("restaure", "Restauré", manifest, file, json=json)
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


def _tell(state: str, word: str, manifest: dict[str, Any], file: Path, *, json: bool) -> None:
    rows = sum(table["rows"] for table in manifest["tables"].values())
    if json:
        say_json(
            {
                "state": state,
                "file": str(file),
                "version": manifest["schema"],
                "made": manifest["made"],
                "tables": len(manifest["tables"]),
                "rows": rows,
            }
        )
    else:
        out().print(
            f"{word} : {plural(rows, 'ligne')} de {len(manifest['tables'])} tables ({file})."
        )
