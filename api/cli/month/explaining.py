"""`rota explain`: why a month is impossible, or why one of its posts is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from rich.text import Text

from api.cli.folder import frame_of, judged_version, place_of, this_minute
from api.cli.month.screen import show_conflict, show_hole
from api.cli.screen import BLOCKED, OK, err, out, say, say_json
from api.french.nearest import suggestion
from api.french.words import month_name
from api.month.explained import conflict_json, reasons_json, why_open
from api.month.judging import judge
from api.month.planning import undecided, why_impossible
from api.planning.names import names_of
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from api.month.frames import Frame
    from scheduler.domain.problem import Assignment


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
    place = place_of(folder)
    if hole is not None:
        frame, assignments = judged_version(place, month, dispositif, plan)
        return _hole(frame, assignments, hole, as_json_only=json)
    if plan is not None:
        raise typer.BadParameter("--planning ne vaut qu’avec --trou")
    frame = frame_of(place, month, dispositif)
    with err().status("Recherche du conflit…"):
        why = why_impossible(undecided(frame, this_minute()), frame.profile, seconds=seconds)
    state = "possible" if why.possible else "impossible" if why.sentences else "non_conclu"
    if json:
        say_json({"state": state, **conflict_json(why), "seconds": round(why.seconds, 2)})
    elif why.possible:
        out().print(
            Text(f"{month_name(month).capitalize()} est possible : rien à expliquer.", "green")
        )
        say("Pour un poste resté à pourvoir : --trou, et son identifiant.", "dim")
    elif why.sentences:
        show_conflict(why.sentences, verified=why.verified)
    else:
        say("Non conclu dans le temps donné : essayez une --secondes plus longue.", "yellow")
    return OK if why.possible else BLOCKED


def _hole(
    frame: Frame, assignments: frozenset[Assignment], slot: str, *, as_json_only: bool
) -> int:
    """Say why a slot is open; that it is held is an answer too."""
    if slot not in frame.problem.slot_of:
        raise InvalidProblemError(
            f"--trou : reçu « {slot} », attendu l’identifiant d’un créneau de ce mois"
            + suggestion(slot, frame.problem.slot_of)
        )
    names, rota = names_of(frame.association), frame.rota(assignments)
    with err().status("Recherche du motif…"):
        reasons = why_open(judge(frame, assignments), slot, now=this_minute())
    if as_json_only:
        team = [mediator.id for mediator in rota.team_of[slot]]
        say_json({"slot": slot, "people": team, "reasons": reasons_json(reasons, names)})
    elif not reasons.whys:
        team_names = ", ".join(mediator.name for mediator in rota.team_of[slot])
        out().print(Text(f"Ce créneau est pourvu : {team_names}.", "green"), soft_wrap=True)
    for why in () if as_json_only else reasons.whys:
        show_hole(why, reasons, names)
    return OK
