"""Bound the slots on the road at one time to the agency's vehicles."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.domain.time import Span
from scheduler.finding import Claim, Severity
from scheduler.rule import TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from scheduler.domain.rota import Rota
    from scheduler.domain.slots import Slot
    from scheduler.finding import Finding
    from scheduler.model import RotaModel


@dataclass(frozen=True, kw_only=True)
class Vehicles(TeamRule):
    """
    At any minute, the vehicle slots that people hold in an agency don't outnumber its vehicles.

    An agency whose vehicles aren't listed isn't limited.
    """

    id: ClassVar[str] = "vehicles"
    title: ClassVar[str] = "Véhicules disponibles"
    of_shifts: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.HOUSE
    by_slot: ClassVar[bool] = True
    unit: ClassVar[str] = "véhicule"
    sentence: ClassVar[str] = "{who} : {measured} en même temps, pour {limit} dans l’agence."

    def audit(self, rota: Rota) -> Iterator[Finding]:
        """Count the vehicle slots that are under way when each one begins."""
        limits = dict(rota.problem.vehicles)
        used: dict[tuple[str, date], list[Slot]] = defaultdict(list)
        for slot in rota.problem.slots:
            if slot.vehicle and slot.agency in limits and rota.team_of[slot.id]:
                for day in slot.span.days:
                    used[slot.agency, day].append(slot)
        for slot in (s for key, slots in used.items() for s in slots if s.span.day == key[1]):
            near = used[slot.agency, slot.span.day]
            busy = [s for s in near if s.span.first <= slot.span.first < s.span.last]
            if len(busy) > limits[slot.agency]:
                yield self.finding(
                    subject=slot.id,
                    who=slot.label,
                    on=slot.span.day,
                    span=slot.span,
                    measured=len(busy),
                    limit=limits[slot.agency],
                    duties=[s.duty for s in busy],
                    inherited=all(_used_anyhow(rota, s) for s in busy),
                )

    def encode(self, model: RotaModel) -> None:
        """Bound each largest set of vehicle slots that share a minute."""
        limits = dict(model.problem.vehicles)
        by_agency: dict[str, list[Slot]] = defaultdict(list)
        for slot in model.problem.slots:
            if slot.vehicle and slot.agency in limits and model.team(slot):
                by_agency[slot.agency].append(slot)
        for agency, slots in by_agency.items():
            used = {s.id: model.any_of([lit for _, lit in model.team(s)]) for s in slots}
            for group in at_once(slots):
                last = max(group, key=lambda s: (s.span.first, s.id))
                shared = Span.of_minutes(last.span.first, min(s.span.last for s in group))
                claim = Claim(self.id, last.id, shared.first, shared.last)
                model.at_most(claim, [(1, used[s.id]) for s in group], limits[agency])


def _used_anyhow(rota: Rota, slot: Slot) -> bool:
    """Whether a settled person uses the slot's vehicle already, whoever else is given the slot."""
    return any(rota.inherits(slot, [person]) for person in rota.team_of[slot.id])


def at_once(slots: Iterable[Slot]) -> Iterator[list[Slot]]:
    """Yield the largest sets of slots that share a minute."""
    active: list[Slot] = []
    for slot in sorted(slots, key=lambda s: (s.span.first, s.id)):
        still = [s for s in active if s.span.last > slot.span.first]
        if len(still) < len(active):
            yield active
        active = [*still, slot]
    if active:
        yield active


RULE = Vehicles()
