"""`rota export`: the documents of a published month, or of a file; the whole database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

from api.cli import options as o
from api.cli.command import GIVE, CommandSet, when_it_runs
from api.export.formats import Format, PayFormat

with when_it_runs():
    from api.access.caller import Caller, Grant, Role
    from api.access.journal import COMMAND_LINE
    from api.access.reach import HR, Reach
    from api.cli.folder import assignments_of, documents, files_in, place_of
    from api.cli.screen import OK, err, out, say_json
    from api.cli.service.database import opened
    from api.database.engine import reading
    from api.export.payroll.pay import Pay
    from api.french.plural import plural
    from api.french.typing import UsageError
    from api.month.documents.gathering import documents_of
    from api.month.findings import judge
    from api.month.folder.importing import export_folder
    from api.month.places.folder import write
    from api.payroll.service import Period, Source, document_of, pay_of, planned_pay
    from scheduler.domain.time import next_month

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


@commands.declare(
    "Écrit la paie d’un mois ou d’une période : de la base, ou d’un dossier, qui n’a ni heures "
    "confirmées ni paies closes.",
    panel=GIVE,
    name="export paie",
)
def export_payroll(
    folder: Annotated[
        Path | None, o.argument("DOSSIER", "Dossier de l’association ; sans lui, la base.")
    ] = None,
    month: Annotated[date | None, o.month_option("Mois payé.")] = None,
    *,
    first: Annotated[date | None, o.day_option("--du", "Premier jour payé.")] = None,
    last: Annotated[date | None, o.day_option("--au", "Dernier jour payé, compris.")] = None,
    confirmed: Annotated[
        bool, o.flag("--heures-confirmees", "D’après les heures confirmées, où il y en a.")
    ] = False,
    agency: Annotated[str, o.option("--agence", "AGENCE", "Cette agence seule.")] = "",
    kind: Annotated[
        PayFormat, o.option("--format", "|".join(PayFormat), "Document.", show_default=True)
    ] = PayFormat.XLSX,
    tried: Annotated[
        bool, o.flag("--essaye", "Déjà essayé avec le logiciel : sans la ligne qui avertit.")
    ] = False,
    url: o.Url = "",
    output: o.Output = Path("sortie"),
    json: o.AsJson = False,
) -> int:
    if month is not None:
        first, last = month, next_month(month) - timedelta(days=1)
    if first is None or last is None:
        raise UsageError("Missing option '--mois'.")
    if folder is not None and (confirmed or agency):
        raise UsageError("un dossier n’a ni heures confirmées ni agence à part : sans DOSSIER")
    source = Source.CONFIRMED if confirmed else Source.PUBLISHED
    period = Period(since=first, until=last, source=source, agency=agency)
    pay = (
        _of_base(url, period)
        if folder is None
        else planned_pay(place_of(folder).association, first, last)
    )
    name, content = document_of(pay, kind, tried=tried)
    output.mkdir(parents=True, exist_ok=True)
    (output / name).write_bytes(content)
    if json:
        say_json({"state": "ecrit", "output": str(output), "files": [name]})
    else:
        out().print(f"{name} dans {output}/")
    return OK


def _of_base(url: str, period: Period) -> Pay:
    local = Caller(user=COMMAND_LINE, grants=(Grant(role=Role.RH),), via="local")
    with opened(url, existing=True) as engine, reading(engine) as session:
        return pay_of(session, Reach(local, HR), period)
