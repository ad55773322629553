"""`rota export`: the documents of a published month, or of a file; the whole database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

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
from api.cli.service.database import opened
from api.data.folder.atomic import LIST
from api.data.profile import profile_for
from api.export.month.bundle import month_of
from api.french.typing import UsageError
from api.month.folder.exporting import export_folder
from scheduler.audit import audit

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from api.export.month.formats import Format


def export(
    *,
    folder: Path | None,
    month: date | None,
    base: Path | None,
    url: str,
    formats: list[Format],
    dispositif: list[str] | None,
    plan: Path | None,
    figures: bool,
    output: Path,
    json: bool,
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
