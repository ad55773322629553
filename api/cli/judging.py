"""`rota explain` and `rota rules`: what the rules say, and what they forbid together."""

from __future__ import annotations

from rich.text import Text

from api.cli import options as o
from api.cli import tables
from api.cli.month import (
    problem_of,
    read_folder,
    this_minute,
)
from api.cli.options import today
from api.cli.screen import BLOCKED, OK, err, out, say, say_json
from api.cli.values import rule_lines
from api.in_force import rules_json
from api.profile import profile_for
from api.summary import conflict_json
from api.words import month_name, short_date
from constraints.agreements.terms import Applied
from constraints.registry import profile_of
from scheduler.engine.replan import to_come
from scheduler.explain import explain as explanation


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
    problem = to_come(problem_of(association, month, dispositif), this_minute())
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
