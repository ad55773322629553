"""Refuse paid leave that would last longer at once than the law lets it (L3141-17)."""

from collections.abc import Iterable

from api.asking.errors import WrongValuesError
from api.data.association import Association
from api.french.words import period_words
from api.month.errors import Wrong
from constraints.leave.runs import LONGEST, runs
from scheduler.domain.people import Absence, Mediator
from scheduler.domain.time import Span
from scheduler.domain.timeline import Timeline
from scheduler.rule import shown


def check_length(
    association: Association, person: Mediator, span: Span, end: str, others: Iterable[Span] = ()
) -> None:
    """
    Check that paid leave makes no run of more than 24 jours ouvrables, with leave beside it.

    `end`: the last moment, as it was typed. `others`: the person's other requests of paid leave.
    Published shifts within the leave don't part it, for somebody else will hold them. An exemption
    that covers the run lets it be longer. WrongValuesError if the run is too long.
    """
    absences = [*association.absences_of.get(person.id, ())]
    absences += [Absence(mediator=person.id, span=other) for other in (span, *others)]
    days = [day for absence in absences for day in absence.span.days]
    duties = (row.worked.duty for row in association.published_of.get(person.id, ()))
    timeline = Timeline(
        mediator=person,
        horizon=span,
        duties=tuple(
            sorted(
                (duty for duty in duties if not duty.span.touches(span)),
                key=lambda duty: (duty.span.first, duty.span.last, duty.id),
            )
        ),
        absences=tuple(absences),
        holidays=association.holidays(range(min(days).year, max(days).year + 1), person.agency),
        employer=association.employer,
    )
    for run in runs(timeline):
        most = LONGEST.on(run.first)
        if not run.span.touches(span) or len(run.taken) <= most:
            continue
        if person.may_leave_longer(run.first, run.last):
            continue
        text = (
            f"{shown(most, LONGEST.unit)} d’affilée au plus (L3141-17), et ce congé en ferait "
            f"{len(run.taken)}, {period_words(run.first, run.last)} ; plus longtemps, "
            "il faut une dérogation individuelle, que les RH enregistrent : voyez-les"
        )
        raise WrongValuesError([Wrong(field="end", received=end, expected=text)])
