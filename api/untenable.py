"""Créneaux que nul adulte ne peut légalement tenir: a template without its break, told at entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from scheduler.audit import audit_person
from scheduler.domain.people import Contract, ContractKind, Mediator
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.finding import Severity, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.problem import Problem
    from scheduler.domain.slots import Slot
    from scheduler.finding import Finding
    from scheduler.rule import Profile

LONG_AGO = date(2000, 1, 1)


def untenable(problem: Problem, profile: Profile) -> Iterator[tuple[Slot, Finding]]:
    """
    Yield, for each shape of slot that no adult may hold even in an empty month, one and its reason.

    The rules themselves judge: a full-time adult holds that slot and nothing else. What an
    agreement, a ground or a night worker's status would change isn't asked here: public order only.
    """
    seen: set[object] = set()
    for slot in problem.slots:
        shape = (slot.span.start.time(), slot.span.end.time(), slot.breaks, slot.kind, slot.agency)
        if shape in seen:
            continue
        seen.add(shape)
        someone = Mediator(
            id="adulte",
            name=f"{slot.span.start:%H:%M}–{slot.span.end:%H:%M}",
            agency=slot.agency,
            dispositifs=frozenset({slot.dispositif}),
            contracts=(Contract(kind=ContractKind.CDI, start=LONG_AGO),),
            socle=LONG_AGO,
            titles=frozenset().union(*(need.titles for need in slot.needs)),
        )
        alone = replace(
            problem,
            mediators=(someone,),
            slots=(slot,),
            previous=frozenset(),
            history=(),
            trainings=(),
            absences=(),
            wishes=(),
            pairs=(),
            locks=(),
            notices=(),
            outside=(),
            carried=(),
        )
        rota = Rota(problem=alone, assignments=frozenset({Assignment(someone.id, slot.id)}))
        for finding in audit_person(rota.timeline(someone), profile):
            public = finding.severity is Severity.PUBLIC_ORDER
            if finding.blocks and public and finding.verdict is not Verdict.TO_CONFIRM:
                yield slot, finding
                break
