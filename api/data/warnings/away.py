"""Tell whether people are away during a shift; never why an absence is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calendars.training.cohorts import trainings

if TYPE_CHECKING:
    from api.data.association import Association
    from scheduler.domain.time import Span


def away(association: Association, who: str, span: Span) -> str:
    """Return in French that a person is away for a part of a span (empty: they are there)."""
    if any(a.mediator == who and a.span.touches(span) for a in association.absences):
        return "a une absence"
    if any(d.mediator == who and d.span.touches(span) for d in association.delegations):
        return "est en mandat"
    person = association.mediator_of.get(who)
    cohorts = {cohort for cohort, member in association.members if member == who}
    met = (
        trainings(cohort, [person], span)
        for cohort in association.cohorts
        if person is not None and cohort.id in cohorts
    )
    return "est en formation" if any(met) else ""
