"""Write the rota that answers a problem: who holds what, what is open and why, hours, findings."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from api.data.folder.history import worked_cells
from api.jobs.problems.shapes import FIELDS
from api.month.findings import findings_of
from api.month.frames import Frame
from api.month.holes.answers import holes_json
from api.month.holes.service import holes_of
from api.month.shapes import findings_json
from api.planning.counters import Begun
from api.planning.names import names_of
from scheduler.domain.problem import Worked
from scheduler.domain.rota import Rota
from scheduler.domain.time import instant_of

HOURS = ("due", "planned", "work", "training", "travel", "night", "sunday", "holiday")
DAYS = tuple(field.name for field in fields(Begun))


def answer_of(frame: Frame, solution: Rota, now: int) -> dict[str, Any]:
    """Return a rota as plain values, judged whole by the rules as it leaves, at a UTC minute."""
    rota, people = frame.rota(solution.assignments), frame.problem.mediator_of
    findings = findings_of(frame, rota.assignments, whole=True, now=instant_of(now))
    posts = holes_json(holes_of(frame, rota.assignments, now=now), names_of(frame.association))
    return {
        "month": frame.label,
        "lawful": not any(finding.blocks and not finding.inherited for finding in findings),
        "rota": [
            dict(zip(FIELDS, worked_cells(Worked(mediator=who.id, duty=slot.duty)), strict=True))
            for slot in sorted(frame.slots, key=lambda each: (each.span.first, each.id))
            for who in rota.team_of[slot.id]
        ],
        "holes": posts["posts"],
        "findings": findings_json(findings, people),
        "hours": [
            {"person": who, "name": people[who].name}
            | {name: getattr(counters, name) for name in HOURS}
            | {"days": {name: getattr(counters, name) for name in DAYS}}
            for who in sorted(frame.posted)
            for counters in (frame.counters(rota, people[who]),)
        ],
    }
