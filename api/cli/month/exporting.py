"""`rota export`: the documents of a published month, or of a file; the whole database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.cli import options as o
from api.cli.folder import (
    problem_of,
    published_at,
    read_folder,
    rota_of_file,
    standing,
    warn_of_lost,
    write,
)
from api.cli.screen import OK, err, out, say_json
from api.cli.service.database import Url, opened
from api.data.folder.atomic import LIST
from api.data.profile import profile_for
from api.export.month.formats import Format
from api.export.month.gathering import month_of
from api.french.typing import UsageError
from api.month.folder.exporting import export_folder
from scheduler.audit import audit

Base = Annotated[
    Path | None,
    typer.Option(
        "--base",
        metavar="DOSSIER",
        show_default=False,
        help="Écrit dans ce dossier tout ce que la base contient d’une association, registre "
        "compris, comme « rota import » le lit : sans mois ni dossier à lire.",
    ),
]
Folder = Annotated[
    Path | None,
    typer.Argument(
        metavar="DOSSIER",
        show_default=False,
        help="Dossier des fichiers de l’association, ou classeur de l’association.",
    ),
]
Month = Annotated[
    date | None,
    typer.Option(
        "--mois", metavar="AAAA-MM", parser=o.month, show_default=False, help="Mois concerné."
    ),
]
Figures = Annotated[
    bool,
    typer.Option(
        "--heures",
        help="Ajoute aux feuilles d’affichage les heures et le nombre de constats de chacun : pour "
        "qui planifie, pas pour le mur.",
    ),
]


def export(
    folder: Folder = None,
    month: Month = None,
    *,
    base: Base = None,
    url: Url = "",
    formats: o.Formats = [Format.ALL],  # noqa: B006 - typer's default, never written to
    dispositif: o.Dispositifs = None,
    plan: o.Plan = None,
    figures: Figures = False,
    output: o.Output = Path("sortie"),
    json: o.AsJson = False,
) -> int:
    """Write the documents of a month, or the whole database as a folder."""
    if base is not None:
        if str(base).startswith("-"):
            raise UsageError(
                f"Invalid value for '--base': « {base} » est une option, pas un dossier (attendu : "
                "--base DOSSIER, le dossier où écrire)"
            )
        return _whole(base, url, json=json)
    if folder is None:
        raise UsageError("Missing argument 'DOSSIER'.")
    if month is None:
        raise UsageError("Missing option '--mois'.")
    association = read_folder(folder)
    problem = problem_of(association, month, dispositif)
    if plan is None:
        warn_of_lost(association, problem, month)
        rota, published = standing(problem, month), published_at(association, month)
    else:
        rota, published = rota_of_file(problem, plan), None
    with err().status("Contrôle…"):
        findings = audit(rota, profile_for(association))
    made = month_of(association, rota, findings, month, published=published)
    target = write(output, replace(made, figures=figures), formats)
    files = sorted(str(p.relative_to(target)) for p in target.rglob("*") if p.is_file())
    files.remove(LIST)
    if json:
        say_json({"etat": "ecrit", "sortie": str(target), "fichiers": files})
    else:
        out().print(f"{len(files)} documents dans {target}/")
    return OK


def _whole(base: Path, url: str, *, json: bool) -> int:
    with opened(url, existing=True) as engine, err().status("Écriture des fichiers…"):
        export_folder(engine, base)
    files = sorted(str(p.relative_to(base)) for p in base.rglob("*.*") if p.is_file())
    files.remove(LIST)
    if json:
        say_json({"etat": "ecrit", "sortie": str(base), "fichiers": files})
    else:
        out().print(f"{len(files)} fichiers dans {base}/")
    return OK
