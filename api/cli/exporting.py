"""`rota export`: the documents of a published month, or of a file."""

from __future__ import annotations

from pathlib import Path

from api.cli import options as o  # noqa: TC001 - typer reads the annotations
from api.cli.month import (
    problem_of,
    published_at,
    read_folder,
    rota_of_file,
    standing,
    warn_of_lost,
    write,
)
from api.cli.screen import OK, err, out, say_json
from api.export.atomic import LIST
from api.export.bundle import Format
from api.export.month import month_of
from api.profile import profile_for
from scheduler.audit import audit


def export(
    folder: o.Folder,
    month: o.Month,
    *,
    formats: o.Formats = [Format.ALL],  # noqa: B006 - typer's default, never written to
    dispositif: o.Dispositifs = None,
    plan: o.Plan = None,
    output: o.Output = Path("sortie"),
    json: o.AsJson = False,
) -> int:
    """Write the documents of a month."""
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
    target = write(output, made, formats)
    files = sorted(str(p.relative_to(target)) for p in target.rglob("*") if p.is_file())
    files.remove(LIST)
    if json:
        say_json({"etat": "ecrit", "sortie": str(target), "fichiers": files})
    else:
        out().print(f"{len(files)} documents dans {target}/")
    return OK
