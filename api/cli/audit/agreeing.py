"""`rota profile` and `rota acknowledge`: where values come from, and who answers for findings."""

from __future__ import annotations

from datetime import date
from pathlib import Path  # noqa: TC003 - same
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from api.cli import options as o
from api.cli.audit import options as a
from api.cli.audit.request import Request
from api.cli.audit.request import found as judged_case
from api.cli.folder import last_day, read_folder
from api.cli.options import today
from api.cli.screen import OK, err, out, say_json
from api.cli.values import rule_lines
from api.data.association import Acknowledgement, Association
from api.data.folder.acknowledgements import add
from api.data.folder.load import load
from api.french.words import of_month, short_date
from api.judging.acknowledging import AcknowledgementError, check, recorded
from api.judging.case import Read
from api.judging.elsewhere.sources import Guides
from api.judging.in_force import agreement_json, rules_json
from api.judging.judging import judge, judge_team
from constraints.agreements.terms import Applied
from constraints.registry import applied_on, profile_of
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.finding import Finding


def profile(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="DOSSIER",
            show_default=False,
            help="Dossier de l’association ; sans lui, le Code du travail ou la convention seuls.",
        ),
    ] = None,
    *,
    convention: o.Convention = None,
    day: o.Day = None,
    agency: Annotated[
        str,
        typer.Option(
            "--agence", metavar="ID", show_default=False, help="Valeurs d’une agence du dossier."
        ),
    ] = "",
    json: o.AsJson = False,
) -> int:
    """Show every value in force on a day, where it comes from and what it sets aside."""
    on = day or today()
    association = Association() if folder is None else read_folder(folder)
    if agency and agency not in {one.id for one in association.agencies}:
        known = ", ".join(one.id for one in association.agencies) or "aucune sans dossier"
        raise InvalidProblemError(f"agence inconnue « {agency} » (attendu : {known})")
    applied = association.applied
    if convention is not None:
        applied = (Applied(agreement=convention),)
    rows = [
        row
        for row in rules_json(profile_of(applied, association.terms), on, agency)
        if any(value["valeur"] is not None for value in row["valeurs"])
    ]
    agreement = applied_on(applied, on, agency)
    card = None if agreement is None else agreement_json(agreement)
    if json:
        say_json({"date": on.isoformat(), "agence": agency, "convention": card, "regles": rows})
        return OK
    where = f", agence {agency}" if agency else ""
    out().rule(f"Valeurs en vigueur le {short_date(on)}{where}")
    _show_profile(rows, card)
    return OK


def _show_profile(rows: Sequence[dict[str, Any]], card: dict[str, Any] | None) -> None:
    if card is None:
        out().print(Text("Aucune convention collective appliquée ce jour-là."))
    else:
        read = short_date(date.fromisoformat(card["texte_du"]))
        words = f"{card['nom']} (IDCC {card['idcc']}), {card['force']}, texte du {read}"
        out().print(Text(words), soft_wrap=True)
    for row in rows:
        for line in rule_lines(row, whole=False):
            out().print(line, soft_wrap=True)
    if card is None:
        return
    if card["non_calcule"]:
        out().print(Text("\nDit par la convention, non calculé ici", style="bold"))
    for one in card["non_calcule"]:
        out().print(Text(f"  {one['titre']} : {one['texte']}"), soft_wrap=True)
        marks = " · ".join(filter(None, (one["article"], one["note"], one["url"])))
        out().print(Text(f"    {marks}", style="dim"), soft_wrap=True)
    if card["avertissements"]:
        out().print(Text("\nÀ savoir", style="bold"))
    for words in card["avertissements"]:
        out().print(Text(f"  {words}", style="yellow"), soft_wrap=True)


def acknowledge(
    folder: o.Folder,
    code: Annotated[
        str,
        typer.Argument(
            metavar="CODE", show_default=False, help="Code du constat, donné par audit."
        ),
    ],
    *,
    month: o.Month,
    ground: Annotated[
        str,
        typer.Option(
            "--fondement",
            metavar="TEXTE",
            show_default=False,
            help="Sur quoi l’on s’appuie ; si le constat bloque, un accord ou une dérogation "
            "enregistrés.",
        ),
    ],
    by: Annotated[
        str, typer.Option("--par", metavar="NOM", show_default=False, help="Qui en répond.")
    ],
    on: Annotated[
        date | None,
        typer.Option(
            "--le",
            metavar="JJ/MM/AAAA",
            parser=o.day,
            show_default=False,
            help="Jour de l’acquittement ; sans cela, aujourd’hui.",
        ),
    ] = None,
    plan: o.Plan = None,
    source: Annotated[
        list[Path] | None,
        typer.Option(
            "--source",
            metavar="FICHIER",
            show_default=False,
            help="Fichier fait ailleurs où le constat fut trouvé ; à répéter.",
        ),
    ] = None,
    mapping: a.Mapping = None,
    legend: a.Legend = None,
    names: a.Names = None,
    house: a.House = False,
    json: o.AsJson = False,
) -> int:
    """Record that someone answers for a finding, where the law allows it."""
    given = Acknowledgement(
        code=code.strip(), ground=_said(ground), by=_said(by), day=on or today(), month=month
    )
    if given.day > today():
        raise InvalidProblemError(f"--le {short_date(given.day)} est à venir")
    request = Request(
        sources=tuple(source or (folder,)),
        month=month,
        first=month,
        last=last_day(month),
        association=folder if source else None,
        plan=plan,
        house=house,
        guides=Guides(mapping=mapping, legend=legend, names=names, month=month),
    )
    association = load(folder)
    found = _found(association, given, _judged(request))
    path = add(folder, given)
    if path is None:
        raise AcknowledgementError(f"le constat « {given.code} » est déjà acquitté")
    if json:
        say_json(
            {
                "etat": "acquitte",
                "constat": given.code,
                "message": found.message,
                "fondement": given.ground,
                "par": given.by,
                "le": given.day.isoformat(),
                "fichier": str(path),
            }
        )
        return OK
    out().print(Text(f"Acquitté : {found.message}"), soft_wrap=True)
    words = f"  par {given.by} le {short_date(given.day)}, fondement : {given.ground}"
    out().print(Text(words), soft_wrap=True)
    out().print(f"Écrit dans {path}")
    return OK


def _said(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise InvalidProblemError("--fondement et --par attendent un texte")
    return words


def _judged(request: Request) -> list[Finding]:
    """
    Audit again: a finding is acknowledged as it stands, not as it was read.

    Rows that are refused are left out, as the audit with --continue does.
    """
    what = judged_case(request)
    if isinstance(what, Read):
        raise InvalidProblemError("aucun service lu dans ces fichiers : rien à acquitter")
    facts, rules = what.case.facts, what.case.profile
    with err().status("Contrôle…"):
        people = [f for one in judge(facts, rules, what.case.mediators) for f in one.findings]
        return [*people, *judge_team(facts, rules)]


def _found(
    association: Association, given: Acknowledgement, findings: Sequence[Finding]
) -> Finding:
    """Return the finding that is acknowledged, or refuse."""
    before = next((a for a in association.acknowledgements if a.code == given.code), None)
    if before is not None:
        raise AcknowledgementError(
            f"le constat « {given.code} » est déjà acquitté, le {short_date(before.day)} par "
            f"{before.by} : {before.ground}"
        )
    found = next((f for f in findings if f.code == given.code), None)
    if found is None:
        assert given.month is not None  # noqa: S101 - the command always names one
        raise AcknowledgementError(
            f"aucun constat « {given.code} » au contrôle {of_month(given.month)} : "
            "rota audit donne les codes"
        )
    agencies = {m.id: m.agency for m in association.mediators}
    check(found, given.ground, recorded(association), agencies.get(found.subject, ""))
    return found
