"""`rota audit`, `rota explain` and `rota rules`: what the rules say."""

from __future__ import annotations

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
from api.cli.options import today
from api.cli.screen import BLOCKED, OK, err, out, say, say_json
from api.cli.values import rule_lines, rules_json
from api.profile import profile_for
from api.summary import as_json, conflict_json
from api.words import month_name, of_month, short_date
from constraints.agreements.terms import Applied
from constraints.registry import profile_of
from scheduler.audit import audit as judge
from scheduler.explain import explain as explanation


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
        findings = judge(rota, profile_for(association))
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
        why = explanation(problem, profile_for(association), seconds=seconds)
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


def rules(*, day: o.Day = None, convention: o.Convention = None, json: o.AsJson = False) -> int:
    """List the rules, with their values in force on a day."""
    on = day or today()
    applied = () if convention is None else (Applied(agreement=convention),)
    rows = rules_json(profile_of(applied), on)
    if json:
        say_json({"date": on.isoformat(), "convention": convention, "regles": rows})
        return OK
    out().rule(f"{len(rows)} règles, en vigueur le {short_date(on)}")
    for row in rows:
        for line in rule_lines(row):
            out().print(line, soft_wrap=True)
    return OK
