"""List the slots of a day that one person may take, and what each would cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.month.candidates.service import Cost, cost_of
from api.month.errors import BadRequestError, Wrong
from api.month.findings import findings_of
from api.staffing.trial import has_room, tried
from scheduler.domain.posts import posts_of
from scheduler.domain.problem import may_hold
from scheduler.domain.slots import Slot
from scheduler.finding import Finding

if TYPE_CHECKING:
    from datetime import date

    from api.month.frames import Frame
    from scheduler.domain.problem import Assignment


@dataclass(frozen=True, kw_only=True)
class PossibleSlot:
    """
    A slot that the person's post lets them hold, tried on the rota.

    `stopping`: what forbids it (empty: they may); `added`: the findings that it adds besides.
    `missing`: posts of the slot that are open, before.
    """

    slot: Slot
    stopping: tuple[Finding, ...]
    added: tuple[Finding, ...]
    cost: Cost
    missing: int


def possible_slots(
    frame: Frame, assignments: frozenset[Assignment], person: str, day: date
) -> tuple[PossibleSlot, ...]:
    """
    Return the slots of a day that have room and that a person's post allows, best first.

    Slots that a rule forbids come last, with the findings of that rule. Raises `BadRequestError`:
    the person can't be given any slot of the month, or the day isn't in the month.
    """
    problem = frame.problem
    wrong = []
    if person not in frame.posted:
        expected = "une personne sous contrat ce mois-ci sur l’un de ces dispositifs"
        wrong.append(Wrong(field="person", received=person, expected=expected))
    if day not in problem.horizon.days:
        expected = f"un jour de {frame.month:%m/%Y}"
        wrong.append(Wrong(field="day", received=f"{day}", expected=expected))
    if wrong:
        raise BadRequestError(wrong)
    mediator = problem.mediator_of[person]
    rota, findings = frame.rota(assignments), findings_of(frame, assignments)
    possible = []
    for slot in problem.slots:
        team = rota.team_of[slot.id]
        if (
            slot.span.day != day
            or slot.id in frame.frozen
            or mediator in team
            or not may_hold(mediator, slot)
            or not has_room(slot, len(team))
        ):
            continue
        trial = tried(rota, frame.profile, findings, mediator, slot, judged=frame.judged)
        possible.append(
            PossibleSlot(
                slot=slot,
                stopping=trial.stopping,
                added=trial.changed.added,
                cost=cost_of(trial, mediator),
                missing=posts_of(slot, team).open,
            )
        )
    return tuple(
        sorted(
            possible,
            key=lambda p: (bool(p.stopping), -p.missing, p.cost.rank, p.slot.span.first, p.slot.id),
        )
    )
