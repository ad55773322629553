"""A month's rota as JSON for programs: `rota generate --json`, `rota audit --json`."""

from collections.abc import Iterable, Mapping
from typing import Any

from api.french.words import KINDS
from api.judging.shapes import finding_out
from api.planning.grid import Grid
from api.planning.holes import Hole, holes
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.finding import Finding


def pairs(assignments: Iterable[Assignment]) -> list[dict[str, str]]:
    """Write assignments as JSON objects: the ids of a person and of a slot."""
    return [{"person": assignment.mediator, "slot": assignment.slot} for assignment in assignments]


def hole_json(hole: Hole) -> dict[str, Any]:
    """Return which post is open, and how many people it asks for and has."""
    slot, need = hole.slot, hole.need
    return {
        "slot": slot.id,
        "dispositif": slot.dispositif,
        "site": slot.site,
        "start": slot.span.start.isoformat(),
        "end": slot.span.end.isoformat(),
        "roles": sorted(role.value for role in need.roles),
        "have": hole.have,
        "minimum": need.minimum,
        "target": need.target,
    }


def findings_json(
    findings: Iterable[Finding], people: Mapping[str, Mediator]
) -> list[dict[str, Any]]:
    """Return findings as plain values, with the names of the people concerned."""
    return [
        finding_out(
            finding, name=people[finding.subject].name if finding.subject in people else ""
        ).model_dump(mode="json")
        for finding in findings
    ]


def month_json(rota: Rota, grid: Grid, findings: Iterable[Finding] = ()) -> dict[str, Any]:
    """Return the rota, its holes and findings as plain values; durations are minutes."""
    shown = list(findings)
    return {
        "month": f"{grid.first:%Y-%m}",
        "lawful": not any(f.blocks and not f.inherited for f in shown),
        "dispositifs": [
            {
                "id": section.dispositif,
                "name": section.title,
                "agency": section.agency,
                "slots": section.posts.slots,
                "target": section.posts.target,
                "filled": section.posts.have,
                "below_minimum": section.posts.under,
                "people": len(section.rows),
                "planned": section.planned,
                "due": section.due,
            }
            for section in grid.sections
        ],
        "holes": [
            {
                **hole_json(hole),
                "kind": KINDS[hole.slot.kind],
                "target": hole.need.posts,
                "vital": hole.vital,
            }
            for hole in holes(rota)
        ],
        "findings": findings_json(shown, rota.problem.mediator_of),
        "assignments": pairs(sorted(rota.assignments)),
    }
