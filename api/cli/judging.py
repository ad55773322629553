"""`rota audit`, `rota explain` and `rota rules`: what the rules say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from api.cli import options as o
from api.cli import tables
from api.cli.month import (
    month_of,
    problem_of,
    read_folder,
    rota_of_file,
    standing,
    warn_of_lost,
)
from api.cli.screen import BLOCKED, OK, err, out, say, say_json
from api.summary import as_json, conflict_json
from api.words import EFFECTS, PARAMETERS, SEVERITIES, month_name, of_month, short_date
from constraints.registry import base
from scheduler.audit import audit as judge
from scheduler.domain.time import PARIS
from scheduler.errors import NotInForceError
from scheduler.explain import explain as explanation
from scheduler.rule import shown

if TYPE_CHECKING:
    from scheduler.rule import Rule


def audit(
    folder: o.Folder,
    month: o.Month,
    *,
    dispositif: o.Dispositifs = None,
    plan: o.Plan = None,
    json: o.AsJson = False,
) -> int:
    """Judge a published month, or a file."""
    association = read_folder(folder)
    problem = problem_of(association, month, dispositif)
    if plan is None:
        warn_of_lost(association, problem, month)
        rota = standing(problem, month)
    else:
        rota = rota_of_file(problem, plan)
    with err().status("Contrôle…"):
        findings = judge(rota, base())
    if json:
        made = month_of(association, rota, findings, month)
        say_json({"etat": "controle", **as_json(rota, made.grid, findings)})
        return BLOCKED if any(f.blocks and not f.inherited for f in findings) else OK
    out().rule(f"Contrôle {of_month(month)}")
    tables.show_findings(findings, rota)
    return OK if tables.show_verdict(findings) else BLOCKED


def explain(
    folder: o.Folder,
    month: o.Month,
    *,
    dispositif: o.Dispositifs = None,
    seconds: o.Seconds = 60,
    json: o.AsJson = False,
) -> int:
    """Explain why a month is impossible."""
    association = read_folder(folder)
    problem = problem_of(association, month, dispositif)
    with err().status("Recherche du conflit…"):
        why = explanation(problem, base(), seconds=seconds)
    state = "possible" if why.feasible else "impossible" if why.sentences else "non_conclu"
    if json:
        say_json({"etat": state, **conflict_json(why, problem), "secondes": round(why.seconds, 2)})
    elif why.feasible:
        out().print(
            Text(f"{month_name(month).capitalize()} est possible : rien à expliquer.", "green")
        )
    elif why.sentences:
        tables.show_conflict(why.sentences, verified=why.verified)
    else:
        say("Non conclu dans le temps donné : essayez une --secondes plus longue.", "yellow")
    return OK if why.feasible else BLOCKED


def rules(
    *,
    day: Annotated[
        date | None,
        typer.Option(
            "--date",
            metavar="JJ/MM/AAAA",
            parser=o.day,
            show_default=False,
            help="Jour dont on veut les valeurs ; sans cela, aujourd’hui.",
        ),
    ] = None,
    json: o.AsJson = False,
) -> int:
    """List the rules, with their values in force on a day."""
    on = day or datetime.now(UTC).astimezone(PARIS).date()
    rows = [rule_json(rule, on) for rule in base().rules]
    if json:
        say_json({"date": on.isoformat(), "regles": rows})
        return OK
    out().rule(f"{len(rows)} règles, en vigueur le {short_date(on)}")
    for rule, row in zip(base().rules, rows, strict=True):
        for line in rule_lines(rule, row):
            out().print(line, soft_wrap=True)
    return OK


def rule_lines(rule: Rule, row: dict[str, Any]) -> list[Text]:
    """Write a rule as lines: title, what it does, values, sources with their address."""
    title = Text(f"\n{rule.title}", style="bold")
    title.append(f"  {rule.id}", style="dim")
    lines = [title, Text(f"  {SEVERITIES[rule.severity]} · {EFFECTS[rule.effect]}")]
    for value in row["valeurs"]:
        if value["valeur"] is None:
            lines.append(Text(f"  {PARAMETERS[value['nom']]} : pas encore en vigueur", style="dim"))
            continue
        text = Text(f"  {PARAMETERS[value['nom']]} : ")
        text.append(value["texte"], style="bold cyan")
        text.append(f" (depuis le {short_date(date.fromisoformat(value['depuis']))}", style="dim")
        bounds = [
            f", {word} {shown(value[key], value['unite'])}"
            for key, word in (("plancher", "un accord peut aller jusqu’à"), ("plafond", "au plus"))
            if value[key] is not None
        ]
        text.append(f"{''.join(bounds)})", style="dim")
        lines.append(text)
    sources = (Text(f"  {s['article']}  {s['url']}", style="dim") for s in row["sources"])
    return [*lines, *sources]


def rule_json(rule: Rule, on: date) -> dict[str, Any]:
    """Return a rule with its values in force on a day, as plain values."""
    values: list[dict[str, Any]] = []
    for name, dated in rule.parameters().items():
        try:
            entry = dated.entry(on)
        except NotInForceError:
            values.append({"nom": name, "valeur": None, "unite": dated.unit, "texte": ""})
            continue
        values.append(
            {
                "nom": name,
                "valeur": entry.value,
                "unite": dated.unit,
                "texte": shown(entry.value, dated.unit),
                "depuis": entry.day.isoformat(),
                "article": str(entry.source),
                "url": entry.source.url,
                "plancher": dated.floor,
                "plafond": dated.ceiling,
            }
        )
    return {
        "id": rule.id,
        "titre": rule.title,
        "unite": rule.unit,
        "valeurs": values,
        "sources": [{"article": str(s), "url": s.url} for s in rule.sources],
        "gravite": rule.severity.value,
        "effet": rule.effect.value,
    }
