"""`rota audit`: judge what was published, or any rota made elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli import options as o
from api.cli.command import UNDERSTAND, CommandSet, when_it_runs
from api.export.formats import AuditFormat

with when_it_runs():
    from api.cli.audit.request import JudgedCase, Request, case_of, guides_of
    from api.cli.audit.screen import show_report
    from api.cli.folder import check_writable, last_day, today
    from api.cli.screen import BAD_INPUT, BLOCKED, OK, counting, out, refuse, say_json
    from api.data.folder.atomic import whole_folder
    from api.french.plural import plural
    from api.french.words import of_month, period_words, short_date
    from api.judging.case import ReadSummary
    from api.judging.judging import audit as judged
    from api.judging.report.report import Report
    from api.planning.markets import notes_on
    from scheduler.domain.time import civil_months

commands = CommandSet()

SHOWN = 40
"""Refused rows listed in the frame; the screen lists the others below."""


@commands.declare(
    "Contrôle un planning publié, ou des fichiers faits ailleurs (classeur, CSV, calendrier). Les "
    "constats viennent par gravité puis par personne, chacun avec son article, la mesure, la "
    "limite et les services qui le prouvent ; puis ce qui est dû, et le compte de ce qui a été lu.",
    panel=UNDERSTAND,
)
def audit(
    sources: Annotated[
        list[Path] | None,
        o.argument(
            "SOURCE",
            "Dossier d’une association, ou fichiers faits ailleurs : classeurs, CSV, calendriers "
            ".ics, ou un dossier qui en contient.",
        ),
    ] = None,
    *,
    month: Annotated[
        date | None, o.month_option("Mois à contrôler ; sans période, tout ce qui est trouvé.")
    ] = None,
    first: Annotated[date | None, o.day_option("--du", "Premier jour à contrôler.")] = None,
    last: Annotated[date | None, o.day_option("--au", "Dernier jour à contrôler, compris.")] = None,
    association: Annotated[
        Path | None,
        o.option(
            "--association",
            "DOSSIER",
            "Ce qu’il sait des personnes que les fichiers nomment : contrats, âges, absences, "
            "dérogations, accords, trajets, et ce qu’il a publié avant.",
        ),
    ] = None,
    convention: o.Convention = None,
    plan: o.Plan = None,
    dispositif: o.Dispositifs = None,
    person: Annotated[
        list[str] | None,
        o.option(
            "--personne",
            "NOM",
            "Ne contrôler que cette personne, par identifiant ou par nom ; à répéter.",
        ),
    ] = None,
    rule: Annotated[
        list[str] | None,
        o.option(
            "--regle",
            "ID",
            "Ne contrôler que cette règle, par son identifiant (voir rules) ; à répéter.",
        ),
    ] = None,
    since: Annotated[
        date | None,
        o.day_option("--depuis", "Ne dire que les constats datés de ce jour ou d’après."),
    ] = None,
    house: o.House = False,
    go_on: Annotated[
        bool,
        o.flag(
            "--continue",
            "Contrôler ce qui se lit, même si des lignes sont refusées ; elles sont dites.",
        ),
    ] = False,
    everything: Annotated[
        bool,
        o.flag(
            "--tout",
            "Montrer aussi en entier ce qui est seulement compté ou noté, une ligne par règle "
            "sans cela, et toutes les listes.",
        ),
    ] = False,
    mapping: o.Mapping = None,
    legend: o.Legend = None,
    names: o.Names = None,
    template: Annotated[
        Path | None,
        o.option(
            "--modele", "FICHIER.xlsx", "Écrire un classeur modèle à remplir, et rien d’autre."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        o.option(
            "--sortie",
            "DOSSIER",
            "Dossier où écrire le rapport, la paie et un dossier de preuve par personne.",
        ),
    ] = None,
    formats: Annotated[
        list[AuditFormat],
        o.option(
            "--format",
            "json|xlsx|paie|pdf|tout",
            "Ce qu’il faut écrire ; à répéter pour plusieurs.",
            show_default=True,
        ),
    ] = [AuditFormat.ALL],  # noqa: B006 - typer's default, never written to
    json: o.AsJson = False,
) -> int:
    if template is not None:
        return _template(template, as_json_only=json)
    if not sources:
        raise typer.BadParameter("il manque SOURCE : un dossier d’association, ou des fichiers")
    if month is not None and (first is not None or last is not None):
        raise typer.BadParameter("--mois, ou bien --du et --au")
    if first is not None and last is not None and last < first:
        raise typer.BadParameter(f"--au {short_date(last)} vient avant --du {short_date(first)}")
    if output is not None:
        check_writable(output)
    request = Request(
        files=tuple(sources),
        month=month,
        first=month or first,
        last=last_day(month) if month else last,
        folder=association,
        agreement=convention or "",
        plan=plan,
        dispositifs=tuple(dispositif or ()),
        people=tuple(person or ()),
        rules=tuple(rule or ()),
        since=since,
        house=house,
        go_on=go_on,
        guides=guides_of(mapping, legend, names, month or first),
    )
    what = case_of(request)
    if isinstance(what, ReadSummary):
        return _say_refused(what, as_json_only=json)
    report = _report(request, what)
    written = None if output is None else _write(output, report, formats)
    if json:
        _say_json(request, what, report, written)
    else:
        out().rule(_title(request, report))
        show_report(report, everything=everything or bool(request.people or request.rules))
        if written is not None:
            out().print(f"{plural(len(written), 'document')} dans {output}/", soft_wrap=True)
    return OK if report.lawful else BLOCKED


def _template(path: Path, *, as_json_only: bool) -> int:
    from api.intake.template import write_template  # noqa: PLC0415 - needed here only

    write_template(path)
    if as_json_only:
        say_json({"state": "ecrit", "files": [str(path)]})
    else:
        out().print(f"Modèle écrit : {path}", soft_wrap=True)
    return OK


def _say_refused(read: ReadSummary, *, as_json_only: bool) -> int:
    """Say what was refused, all of it, and that the rest can still be judged."""
    faults = [error.message for error in read.refused]
    lines = faults[:SHOWN]
    if len(faults) > SHOWN:
        lines.append(f"… et {plural(len(faults) - SHOWN, 'autre')} : --json les donne tous.")
    if not faults:
        lines.append("aucun service lu : rien à contrôler")
    lines += ["", f"{read.counts.message}."]
    if read.counts.used:
        lines.append("Pour contrôler le reste sans ces lignes : --continue.")
    refuse("Lignes refusées", "\n".join(lines))
    if as_json_only:
        from api.judging.report.shapes import read_out  # noqa: PLC0415 - as in _write

        answer = read_out(read).model_dump(mode="json")
        say_json({"state": "refuse", "errors": faults, "read": answer})
    return BAD_INPUT


def _report(request: Request, what: JudgedCase) -> Report:
    """Judge everybody, then the team, showing how far it is."""
    with counting("Contrôle", len(what.case.mediators), "personnes") as advance:
        return judged(
            what.case,
            what.association,
            since=request.since,
            markets=_markets(request, what),
            advance=advance,
        )


def _markets(request: Request, what: JudgedCase) -> tuple[str, ...]:
    """Say which whole months judged are far from their markets, unless people were chosen."""
    if what.association is None or not (what.own and what.case.everybody):
        return ()
    horizon = what.case.facts.problem.horizon
    months = civil_months(horizon)
    whole_months = [first for first, last in months if first.day == 1 and last == last_day(first)]
    chosen = frozenset(request.dispositifs) or None
    return notes_on(what.association, what.case.facts.rota, whole_months, chosen)


def _write(folder: Path, report: Report, formats: Collection[AuditFormat]) -> list[str]:
    """Write the documents to `folder/controle-<days>`, whole or not at all."""
    from api.export.audit.bundle import write_audit  # noqa: PLC0415 - no screen waits for documents

    first, last = report.case.first, report.case.last
    target = folder / f"controle-{first:%Y-%m-%d}-{last:%Y-%m-%d}"
    files, people = [], len(report.case.mediators)
    with counting("Écriture des documents", people) as advance, whole_folder(target) as aside:
        for name in write_audit(aside, report, formats, today()):
            if name:
                files.append(f"{target.name}/{name}")
            else:
                advance()
    return files


def _say_json(
    request: Request, what: JudgedCase, report: Report, written: list[str] | None
) -> None:
    """Write the report, with the whole month's rota where one of our own was judged."""
    from api.judging.report.shapes import json_pieces  # noqa: PLC0415 - as in _write

    before: dict[str, Any] = {"state": "controle"}
    if what.own and request.month is not None and what.association is not None:
        from api.export.month.bundle import month_of  # noqa: PLC0415 - as in _write
        from api.month.shapes import month_json  # noqa: PLC0415

        findings = [reported.finding for reported in report.findings]
        month = month_of(what.association, report.case.facts.rota, findings, request.month)
        before |= month_json(report.case.facts.rota, month.grid)
        del before["findings"], before["lawful"]
    sys.stdout.writelines(
        json_pieces(report, before, {} if written is None else {"files": written})
    )


def _title(request: Request, report: Report) -> str:
    if request.month is not None:
        return f"Contrôle {of_month(request.month)}"
    return f"Contrôle {period_words(report.case.first, report.case.last)}"
