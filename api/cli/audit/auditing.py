"""`rota audit`: judge what was published, or any rota made elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.cli.audit.request import JudgedCase, Request, case_of
from api.cli.audit.screen import show_report
from api.cli.folder import check_writable, last_day, today
from api.cli.screen import BAD_INPUT, BLOCKED, OK, err, out, refuse, say_json
from api.data.folder.atomic import whole_folder
from api.french.plural import plural
from api.french.words import of_month, short_date
from api.judging.audit import audit as judged
from api.judging.case import ReadSummary
from api.judging.foreign.sources import Guides
from api.planning.markets.months import notes_on
from scheduler.domain.time import civil_months

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from pathlib import Path

    from api.export.audit.formats import AuditFormat
    from api.judging.report.report import Report

SHOWN = 40
"""Refused rows told in the frame; the screen lists the others below."""


def audit(
    *,
    sources: list[Path] | None,
    month: date | None,
    first: date | None,
    last: date | None,
    association: Path | None,
    convention: str | None,
    plan: Path | None,
    dispositif: list[str] | None,
    person: list[str] | None,
    rule: list[str] | None,
    since: date | None,
    house: bool,
    go_on: bool,
    everything: bool,
    mapping: Path | None,
    legend: Path | None,
    names: Path | None,
    template: Path | None,
    output: Path | None,
    formats: list[AuditFormat],
    json: bool,
) -> int:
    """Judge a rota, and say what was read."""
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
        sources=tuple(sources),
        month=month,
        first=month or first,
        last=last_day(month) if month else last,
        association=association,
        convention=convention,
        plan=plan,
        dispositifs=tuple(dispositif or ()),
        people=tuple(person or ()),
        rules=tuple(rule or ()),
        since=since,
        house=house,
        go_on=go_on,
        guides=Guides(
            mapping=mapping,
            legends=() if legend is None else (legend,),
            names=names,
            month=month or first,
        ),
    )
    what = case_of(request)
    if isinstance(what, ReadSummary):
        return _say_refused(what, as_json_only=json)
    made = _report(request, what)
    written = None if output is None else _write(output, made, formats)
    if json:
        _say_json(request, what, made, written)
    else:
        out().rule(_title(request, made))
        show_report(made, everything=everything or bool(request.people or request.rules))
        if written is not None:
            out().print(f"{plural(len(written), 'document')} dans {output}/", soft_wrap=True)
    return OK if made.lawful else BLOCKED


def _template(path: Path, *, as_json_only: bool) -> int:
    """Write the workbook that people fill in."""
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
    columns = (
        TextColumn("Contrôle"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("personnes"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err(), transient=True) as progress:
        task = progress.add_task("", total=len(what.case.mediators))
        return judged(
            what.case,
            what.association,
            since=request.since,
            markets=_markets(request, what),
            advance=lambda: progress.advance(task),
        )


def _markets(request: Request, what: JudgedCase) -> tuple[str, ...]:
    """Say which whole months judged are far from their markets, unless people were chosen."""
    if what.association is None or not (what.own and what.case.everybody):
        return ()
    horizon = what.case.facts.problem.horizon
    months = civil_months(horizon)
    whole = [first for first, last in months if first.day == 1 and last == last_day(first)]
    chosen = frozenset(request.dispositifs) or None
    return notes_on(what.association, what.case.facts.rota, whole, chosen)


def _write(folder: Path, made: Report, formats: Collection[AuditFormat]) -> list[str]:
    """Write the documents to `folder/controle-<days>`, whole or not at all."""
    from api.export.audit.bundle import write_audit  # noqa: PLC0415 - no screen waits for documents

    first, last = made.case.first, made.case.last
    target = folder / f"controle-{first:%Y-%m-%d}-{last:%Y-%m-%d}"
    columns = (TextColumn("Écriture des documents"), BarColumn(), MofNCompleteColumn())
    files = []
    with (
        Progress(*columns, TimeElapsedColumn(), console=err(), transient=True) as progress,
        whole_folder(target) as aside,
    ):
        task = progress.add_task("", total=len(made.case.mediators))
        for name in write_audit(aside, made, formats, today()):
            if name:
                files.append(f"{target.name}/{name}")
            else:
                progress.advance(task)
    return files


def _say_json(request: Request, what: JudgedCase, made: Report, written: list[str] | None) -> None:
    """Write the report, with the whole month's rota where one of our own was judged."""
    from api.judging.report.shapes import json_pieces  # noqa: PLC0415 - as in _write

    before: dict[str, Any] = {"state": "controle"}
    if what.own and request.month is not None and what.association is not None:
        from api.export.month.bundle import month_of  # noqa: PLC0415 - as in _write
        from api.month.shapes import month_json  # noqa: PLC0415

        findings = [reported.finding for reported in made.findings]
        month = month_of(what.association, made.case.facts.rota, findings, request.month)
        before |= month_json(made.case.facts.rota, month.grid)
        del before["findings"], before["lawful"]
    sys.stdout.writelines(json_pieces(made, before, {} if written is None else {"files": written}))


def _title(request: Request, made: Report) -> str:
    if request.month is not None:
        return f"Contrôle {of_month(request.month)}"
    return f"Contrôle du {short_date(made.case.first)} au {short_date(made.case.last)}"
