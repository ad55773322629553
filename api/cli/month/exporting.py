"""`rota export`: the documents of a published month, or of a file; the whole database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from api.cli.folder import assignments_of, documents, place_of
from api.cli.screen import OK, err, out, say_json
from api.cli.service.database import opened
from api.data.folder.atomic import LIST
from api.french.plural import plural
from api.french.typing import UsageError
from api.month.documents.service import documents_of
from api.month.folder.exporting import export_folder
from api.month.judging import judge
from api.month.places.folder import write

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
    place = place_of(folder)
    frame, assignments = assignments_of(place, month, dispositif, plan)
    with err().status("Contrôle…"):
        judged = judge(frame, assignments)
    made = replace(documents_of(place, judged), figures=figures)
    with documents(output, made, formats) as wanted:
        target = write(wanted)
    files = sorted(str(p.relative_to(target)) for p in target.rglob("*") if p.is_file())
    files.remove(LIST)
    if json:
        say_json({"state": "ecrit", "output": str(target), "files": files})
    else:
        out().print(f"{plural(len(files), 'document')} dans {target}/")
    return OK


def _whole(base: Path, url: str, *, json: bool) -> int:
    with opened(url, existing=True) as engine, err().status("Écriture des fichiers…"):
        export_folder(engine, base)
    files = sorted(str(p.relative_to(base)) for p in base.rglob("*.*") if p.is_file())
    files.remove(LIST)
    if json:
        say_json({"state": "ecrit", "output": str(base), "files": files})
    else:
        out().print(f"{plural(len(files), 'fichier')} dans {base}/")
    return OK
