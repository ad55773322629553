"""`rota export`: the documents of a published month, or of a file; the whole database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

from api.cli import options as o
from api.cli.command import GIVE, CommandSet, when_it_runs
from api.export.month.formats import Format

with when_it_runs():
    from api.cli.folder import assignments_of, documents, files_in, place_of
    from api.cli.screen import OK, err, out, say_json
    from api.cli.service.database import opened
    from api.french.plural import plural
    from api.french.typing import UsageError
    from api.month.documents.gathering import documents_of
    from api.month.findings import judge
    from api.month.folder.importing import export_folder
    from api.month.places.folder import write

commands = CommandSet()


@commands.declare(
    "Écrit les documents d’un mois publié, ou d’un fichier de planning ; avec --base, toute la "
    "base comme dossier d’association.",
    panel=GIVE,
)
def export(
    folder: Annotated[
        Path | None,
        o.argument(
            "DOSSIER", "Dossier des fichiers de l’association, ou classeur de l’association."
        ),
    ] = None,
    month: Annotated[date | None, o.month_option("Mois concerné.")] = None,
    *,
    base: Annotated[
        Path | None,
        o.option(
            "--base",
            "DOSSIER",
            "Écrit dans ce dossier tout ce que la base contient d’une association, registre "
            "compris, comme « rota import » le lit : sans mois ni dossier à lire.",
        ),
    ] = None,
    url: o.Url = "",
    formats: o.Formats = [Format.ALL],  # noqa: B006 - typer's default, never written to
    dispositif: o.Dispositifs = None,
    plan: o.Plan = None,
    figures: Annotated[
        bool,
        o.flag(
            "--heures",
            "Ajoute aux feuilles d’affichage les heures et le nombre de constats de chacun : pour "
            "qui planifie, pas pour le mur.",
        ),
    ] = False,
    output: o.Output = Path("sortie"),
    json: o.AsJson = False,
) -> int:
    if base is not None:
        if str(base).startswith("-"):
            raise UsageError(
                f"Invalid value for '--base': « {base} » est une option, pas un dossier (attendu : "
                "--base DOSSIER, le dossier où écrire)"
            )
        return _whole(base, url, as_json_only=json)
    if folder is None:
        raise UsageError("Missing argument 'DOSSIER'.")
    if month is None:
        raise UsageError("Missing option '--mois'.")
    place = place_of(folder)
    frame, assignments = assignments_of(place, month, dispositif, plan)
    with err().status("Contrôle…"):
        judged = judge(frame, assignments)
    documented = replace(documents_of(place, judged), figures=figures)
    with documents(output, documented, formats) as wanted:
        target = write(wanted)
    return _say_written(target, "document", as_json_only=json)


def _whole(base: Path, url: str, *, as_json_only: bool) -> int:
    with opened(url, existing=True) as engine, err().status("Écriture des fichiers…"):
        export_folder(engine, base)
    return _say_written(base, "fichier", as_json_only=as_json_only)


def _say_written(folder: Path, noun: str, *, as_json_only: bool) -> int:
    files = files_in(folder)
    if as_json_only:
        say_json({"state": "ecrit", "output": str(folder), "files": files})
    else:
        out().print(f"{plural(len(files), noun)} dans {folder}/")
    return OK
