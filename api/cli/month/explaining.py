"""`rota explain`: why a month is impossible, or why one of its posts is open."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from api.cli.drafted import judged_rota
from api.cli.folder import problem_of, read_folder, this_minute
from api.cli.month import tables
from api.cli.screen import BLOCKED, OK, err, out, say, say_json
from api.data.profile import profile_for
from api.french.words import month_name
from api.month.explained import reasons_json
from api.planning.names import names_of
from api.planning.summary import conflict_json
from api.staffing.groups import reasons_of
from scheduler.audit import audit
from scheduler.engine.replan import to_come
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from api.data.association import Association
    from scheduler.domain.rota import Rota


def explain(
    *,
    folder: Path,
    month: date,
    dispositif: list[str] | None,
    hole: str | None,
    plan: Path | None,
    seconds: float,
    json: bool,
) -> int:
    """Explain why a month is impossible, or why one of its posts is open."""
    association = read_folder(folder)
    if hole is not None:
        problem, rota = judged_rota(association, month, dispositif, plan)
        return _hole(association, rota, hole, as_json_only=json)
    if plan is not None:
        raise typer.BadParameter("--planning ne vaut qu’avec --trou")
    problem = to_come(problem_of(association, month, dispositif), this_minute())
    from scheduler.explain import explain as explanation  # noqa: PLC0415 - it loads the solver

    with err().status("Recherche du conflit…"):
        why = explanation(problem, profile_for(association), seconds=seconds)
    state = "possible" if why.feasible else "impossible" if why.sentences else "non_conclu"
    if json:
        say_json({"etat": state, **conflict_json(why, problem), "secondes": round(why.seconds, 2)})
    elif why.feasible:
        out().print(
            Text(f"{month_name(month).capitalize()} est possible : rien à expliquer.", "green")
        )
        say("Pour un poste resté à pourvoir : --trou, et son identifiant.", "dim")
    elif why.sentences:
        tables.show_conflict(why.sentences, verified=why.verified)
    else:
        say("Non conclu dans le temps donné : essayez une --secondes plus longue.", "yellow")
    return OK if why.feasible else BLOCKED


def _hole(association: Association, rota: Rota, slot: str, *, as_json_only: bool) -> int:
    """Say why a slot is open; that it is held is an answer too."""
    if slot not in rota.problem.slot_of:
        near = get_close_matches(slot, rota.problem.slot_of, n=3)
        raise InvalidProblemError(
            f"--trou : reçu « {slot} », attendu l’identifiant d’un créneau de ce mois"
            + (f", comme {', '.join(near)}" if near else "")
        )
    profile, names = profile_for(association), names_of(association)
    with err().status("Recherche du motif…"):
        findings = audit(rota, profile)
        found = reasons_of(rota, profile, findings, now=this_minute(), slots={slot})
    if as_json_only:
        team = [one.id for one in rota.team_of[slot]]
        say_json({"creneau": slot, "personnes": team, "motifs": reasons_json(found, names)})
    elif not found.whys:
        team_names = ", ".join(one.name for one in rota.team_of[slot])
        out().print(Text(f"Ce créneau est pourvu : {team_names}.", "green"), soft_wrap=True)
    for why in () if as_json_only else found.whys:
        tables.show_hole(why, found, names)
    return OK
