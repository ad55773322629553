"""`rota explain`: why a month is impossible, why a post is open, who could hold it or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any

import typer

from api.cli import options as o
from api.cli.command import UNDERSTAND, CommandSet, when_it_runs

with when_it_runs():
    from rich.text import Text

    from api.cli.folder import frame_of, judged_version, needed_of, place_of, this_minute
    from api.cli.month.screen import show_conflict, show_hole, show_holes, show_ways_out
    from api.cli.screen import BLOCKED, OK, err, out, say, say_json, show
    from api.french.nearest import suggestion
    from api.french.plural import plural
    from api.french.words import capital, hours, month_name
    from api.month.candidates.service import Candidates, EligiblePerson, candidates_for
    from api.month.frames import Frame
    from api.month.holes.service import OpenSlot, hole_of, holes_of
    from api.month.planning import undecided, why_impossible
    from api.planning.names import names_of, said_of
    from api.staffing.causes import Cause
    from api.staffing.proposals.wording import once_words, proposal_words
    from api.web.answering.plain import as_json
    from scheduler.domain.duty import DATED
    from scheduler.domain.problem import Assignment
    from scheduler.errors import InvalidProblemError

commands = CommandSet()


@commands.declare(
    "Dit pourquoi un mois est impossible : le plus petit conflit, vérifié, en français. Avec "
    "--trous, pourquoi chaque poste reste à pourvoir, et ce qui en pourvoirait plusieurs ; avec "
    "--trou, pourquoi un créneau reste à pourvoir, ce qui le lèverait et qui peut le tenir ; avec "
    "--remplacer, qui le tiendrait à la place de quelqu’un.",
    panel=UNDERSTAND,
)
def explain(
    folder: o.Folder,
    month: o.Month,
    *,
    dispositif: o.Dispositifs = None,
    hole: Annotated[
        str | None,
        o.option(
            "--trou --creneau",
            "CRENEAU",
            "Dire pourquoi ce créneau reste à pourvoir, par son identifiant (dernière colonne "
            "de la feuille « Trous », ou « creneau » du CSV), et qui peut le tenir.",
        ),
    ] = None,
    holes: Annotated[
        bool,
        o.flag(
            "--trous",
            "Dire de tous les postes à pourvoir du mois pourquoi ils le sont, par cause, et qui "
            "est au plus près de venir.",
        ),
    ] = False,
    instead_of: Annotated[
        str | None,
        o.option(
            "--remplacer",
            "PERSONNE",
            "Avec --trou : qui tiendrait ce créneau à la place de cette personne, par son "
            "identifiant.",
        ),
    ] = None,
    plan: o.Plan = None,
    seconds: o.Seconds = 60,
    json: o.AsJson = False,
) -> int:
    # What is possible follows from the law alone, which looks back a year; the rest reads all.
    possible = not holes and hole is None
    place = place_of(folder, needed_of(month, dispositif) if possible else None)
    _check_questions(
        {
            "--trous": holes,
            "--trou": hole,
            "--remplacer": instead_of,
            "--planning": plan,
        }
    )
    if holes:
        return _show_holes(*judged_version(place, month, dispositif, plan), as_json_only=json)
    if hole is not None:
        frame, assignments = judged_version(place, month, dispositif, plan)
        _check_slot(frame, hole)
        return _slot(frame, assignments, hole, instead_of or "", as_json_only=json)
    frame = frame_of(place, month, dispositif)
    return _conflict(frame, month, seconds, as_json_only=json)


def _check_questions(values: Mapping[str, object]) -> None:
    """Refuse options that don't go together (BadParameter)."""
    options = {name for name, value in values.items() if value not in {None, False}}
    if {"--trous", "--trou"} <= options:
        raise typer.BadParameter("--trous et --trou sont deux questions : une à la fois")
    if "--planning" in options and not options & {"--trous", "--trou"}:
        raise typer.BadParameter("--planning ne vaut qu’avec --trou")
    if "--remplacer" in options and "--trou" not in options:
        raise typer.BadParameter("--remplacer ne vaut qu’avec --trou")


def _show_holes(frame: Frame, assignments: frozenset[Assignment], *, as_json_only: bool) -> int:
    with err().status("Recherche de ce qui tient les postes ouverts…"):
        reasons = holes_of(frame, assignments, now=this_minute())
    names = names_of(frame.association)
    if as_json_only:
        from api.month.holes.answers import holes_json  # noqa: PLC0415 - loads FastAPI

        say_json(holes_json(reasons, names))
        return OK
    for group in reasons.groups:
        if words := once_words(group, reasons.rules):
            show(f"{capital(words)}.", "yellow")
    show_holes(reasons, names, most=len(reasons.groups))
    return OK


def _proposal_lines(frame: Frame, opened: OpenSlot) -> Iterator[str]:
    """Write what would fill a slot, what costs others least first; of what has begun, nothing."""
    names, rules = names_of(frame.association), frame.profile.rule_of
    for need in opened.needs:
        if need.post.cause is Cause.BEGUN:
            continue
        if not need.proposals:
            yield "Rien de ce qui a été essayé ne le pourvoirait sans enfreindre une règle."
            continue
        yield "Ce qui le pourvoirait, essayé et jugé, du moins coûteux au plus coûteux :"
        for number, proposal in enumerate(need.proposals, 1):
            yield f"  {number}. {proposal_words(proposal, names, rules)}"


def _conflict(frame: Frame, month: date, seconds: float, *, as_json_only: bool) -> int:
    with err().status("Recherche du conflit…"):
        conflict = why_impossible(undecided(frame, this_minute()), frame.profile, seconds=seconds)
    state = (
        "possible" if conflict.possible else "impossible" if conflict.sentences else "non_conclu"
    )
    if as_json_only:
        say_json({"state": state, **as_json(conflict), "seconds": round(conflict.seconds, 2)})
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
        holding = ", ".join(team) or "personne ne le tient"
        raise InvalidProblemError(
            f"--remplacer : reçu « {instead_of} », attendu qui tient ce créneau ({holding})"
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
        show(f"{slot}, sans {leaver} :", "bold")
    elif not posts:
        holders = ", ".join(mediator.name for mediator in candidates.holding)
        show(f"Ce créneau est pourvu : {holders}.", "green")
    for post in posts:
        show_hole(post, candidates.reasons, names)
    for line in () if opened is None else _proposal_lines(frame, opened):
        show(f"  {line}")
    for line in candidate_lines(candidates, stopped=not posts):
        show(f"  {line}")
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
            lines += [f"  {said_of(name, message)}{more}"]
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
