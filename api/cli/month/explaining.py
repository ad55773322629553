"""`rota explain`: why a month is impossible, why a post is open, who could hold it or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer
from rich.text import Text

from api.cli.folder import frame_of, judged_version, needed_of, place_of, this_minute
from api.cli.month.hole import proposal_lines, show_holes_of
from api.cli.month.screen import show_conflict, show_hole, show_ways_out
from api.cli.screen import BLOCKED, OK, err, out, say, say_json
from api.french.nearest import suggestion
from api.french.plural import plural
from api.french.words import hours, month_name
from api.month.candidates.service import candidates_for
from api.month.explanation import conflict_json
from api.month.holes.service import hole_of
from api.month.planning import undecided, why_impossible
from api.planning.names import names_of
from scheduler.domain.duty import DATED
from scheduler.domain.problem import Assignment
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from api.month.candidates.service import Candidates, EligiblePerson
    from api.month.frames import Frame
    from api.month.holes.service import OpenSlot


def explain(
    *,
    folder: Path,
    month: date,
    dispositif: list[str] | None,
    hole: str | None,
    holes: bool,
    wishes: bool,
    instead_of: str | None,
    why: str | None,
    variant: Path | None,
    plan: Path | None,
    seconds: float,
    json: bool,
) -> int:
    """Explain why a month is impossible, why a post is open, or why somebody holds it or not."""
    # What is possible follows from the law alone, which looks back a year; the rest reads all.
    possible = not holes and not wishes and hole is None
    place = place_of(folder, needed_of(month, dispositif) if possible else None)
    _check_questions(
        hole=hole,
        holes=holes,
        wishes=wishes,
        instead_of=instead_of,
        why=why,
        variant=variant,
        plan=plan,
    )
    if holes:
        return show_holes_of(*judged_version(place, month, dispositif, plan), as_json_only=json)
    if wishes:
        from api.cli.month.wishes import show_wishes  # noqa: PLC0415 - loads pydantic

        return show_wishes(*judged_version(place, month, dispositif, plan), as_json_only=json)
    if hole is not None:
        frame, assignments = judged_version(place, month, dispositif, plan)
        _check_slot(frame, hole)
        if why is None:
            return _slot(frame, assignments, hole, instead_of or "", as_json_only=json)
        from api.cli.month.alternative import show_alternative  # noqa: PLC0415 - loads more

        question = Assignment(why, hole)
        return show_alternative(
            frame, assignments, question, seconds=seconds, variant=variant, as_json_only=json
        )
    frame = frame_of(place, month, dispositif)
    return _conflict(frame, month, seconds, as_json_only=json)


def _check_questions(
    *,
    hole: str | None,
    holes: bool,
    wishes: bool,
    instead_of: str | None,
    why: str | None,
    variant: Path | None,
    plan: Path | None,
) -> None:
    """
    Refuse options that don't go together.

    Raises
    ------
    BadParameter
        One of them is of another question.
    """
    if holes and hole is not None:
        raise typer.BadParameter("--trous et --trou sont deux questions : une à la fois")
    if wishes and (holes or hole is not None):
        raise typer.BadParameter("--souhaits est une autre question que --trou : une à la fois")
    if variant is not None and why is None:
        raise typer.BadParameter("--variante ne vaut qu’avec --pourquoi")
    if why is not None and instead_of is not None:
        raise typer.BadParameter("--remplacer et --pourquoi sont deux questions : une à la fois")
    of_a_version = hole is not None or holes or wishes
    for name, alone in (
        ("--planning", plan is not None and not of_a_version),
        ("--remplacer", instead_of is not None and hole is None),
        ("--pourquoi", why is not None and hole is None),
    ):
        if alone:
            raise typer.BadParameter(f"{name} ne vaut qu’avec --trou")


def _conflict(frame: Frame, month: date, seconds: float, *, as_json_only: bool) -> int:
    """Say why a month is impossible, if it is."""
    with err().status("Recherche du conflit…"):
        conflict = why_impossible(undecided(frame, this_minute()), frame.profile, seconds=seconds)
    state = (
        "possible" if conflict.possible else "impossible" if conflict.sentences else "non_conclu"
    )
    if as_json_only:
        say_json({"state": state, **conflict_json(conflict), "seconds": round(conflict.seconds, 2)})
    elif conflict.possible:
        out().print(
            Text(f"{month_name(month).capitalize()} est possible : rien à expliquer.", "green")
        )
        say("Pour les postes restés à pourvoir : --trous ; pour l’un d’eux : --trou.", "dim")
    elif conflict.sentences:
        show_conflict(conflict.sentences, verified=conflict.verified)
        show_ways_out(conflict)
    else:
        say("Non conclu dans le temps donné : essayez une --secondes plus longue.", "yellow")
    return OK if conflict.possible else BLOCKED


def _check_slot(frame: Frame, slot: str) -> None:
    if slot in frame.problem.slot_of:
        return
    dated = DATED.fullmatch(slot)
    templates = {template.id for template in frame.association.templates}
    if dated is not None and dated[1] in templates and dated[2] != frame.label:
        hint = f" : celui-ci est d’un autre mois, donnez --mois {dated[2]}"
    else:
        hint = suggestion(slot, frame.problem.slot_of)
    raise InvalidProblemError(
        f"--trou : reçu « {slot} », attendu l’identifiant d’un créneau de ce mois{hint}"
    )


def _slot(
    frame: Frame,
    assignments: frozenset[Assignment],
    slot: str,
    instead_of: str,
    *,
    as_json_only: bool,
) -> int:
    """Say why a slot is open, or who holds it, and who else could."""
    team = [mediator.id for mediator in frame.rota(assignments).team_of[slot]]
    if instead_of and instead_of not in team:
        known = ", ".join(team) or "personne ne le tient"
        raise InvalidProblemError(
            f"--remplacer : reçu « {instead_of} », attendu qui tient ce créneau ({known})"
        )
    with err().status("Recherche de qui peut venir…"):
        candidates = candidates_for(
            frame, assignments, slot, instead_of=instead_of, now=this_minute()
        )
        posts = () if instead_of else candidates.reasons.posts
        opened = hole_of(frame, assignments, slot, now=this_minute()) if posts else None
    names = names_of(frame.association)
    if as_json_only:
        say_json(_slot_json(frame, candidates, opened))
        return OK
    if instead_of:
        leaver = frame.problem.mediator_of[instead_of].name
        out().print(Text(f"{slot}, sans {leaver} :", "bold"), soft_wrap=True)
    elif not posts:
        holders = ", ".join(mediator.name for mediator in candidates.holding)
        out().print(Text(f"Ce créneau est pourvu : {holders}.", "green"), soft_wrap=True)
    for post in posts:
        show_hole(post, candidates.reasons, names)
    for line in () if opened is None else proposal_lines(frame, opened):
        out().print(Text(f"  {line}"), soft_wrap=True)
    for line in candidate_lines(candidates, stopped=not posts):
        out().print(Text(f"  {line}"), soft_wrap=True)
    return OK


def _slot_json(frame: Frame, candidates: Candidates, opened: OpenSlot | None) -> dict[str, Any]:
    """Return who could hold a slot as the service does, with what would fill it if it is open."""
    from api.month.candidates.shapes import candidates_out  # noqa: PLC0415 - loads pydantic
    from api.month.holes.answers import needs_json  # noqa: PLC0415 - as above

    names, rules = names_of(frame.association), frame.profile.rule_of
    return {
        **candidates_out(candidates, names).model_dump(mode="json"),
        "needs": [] if opened is None else needs_json(opened, names, rules),
    }


def candidate_lines(candidates: Candidates, *, stopped: bool) -> list[str]:
    """Write who could hold a slot, best first, whom a rule stops (if asked), how many can't."""
    if not candidates.eligible:
        lines = ["Personne d’autre ne peut le tenir sans enfreindre une règle qui bloque."]
    else:
        lines = ["Qui peut le tenir, du mieux placé au dernier :"]
        lines += [f"  {_eligible(eligible)}" for eligible in candidates.eligible]
    if candidates.stopped and stopped:
        lines += ["Qui en est empêché :"]
        for person in candidates.stopped:
            rest = len(person.findings) - 1
            more = f" (et {plural(rest, 'autre constat', 'autres constats')})" if rest else ""
            name, message = person.mediator.name, person.findings[0].message
            lines += [f"  {message if name in message else f'{name} : {message}'}{more}"]
    if candidates.unable:
        people = plural(len(candidates.unable), "autre personne", "autres personnes")
        lines += [f"{people} de ces dispositifs sans le poste qu’il y faut : --json les nomme."]
    return lines


def _eligible(eligible: EligiblePerson) -> str:
    """Write what it costs to put somebody on a slot, and what they work of what they owe."""
    cost = eligible.cost
    broken = plural(cost.breaches, "constat de plus", "constats de plus")
    counted = f"{hours(cost.planned)} sur {hours(cost.due)} dues"
    return f"{eligible.mediator.name} : {broken if cost.breaches else 'rien d’enfreint'}, {counted}"
