"""Count the usual rate of sickness of an association, of which nobody is named."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from api.privacy.means import may_tell
from scheduler.domain.contracts import WEEKDAYS
from scheduler.domain.half_days import halves_off
from scheduler.domain.people import AbsenceKind
from scheduler.domain.time import next_month

if TYPE_CHECKING:
    from api.data.association import Association
    from scheduler.domain.people import Mediator
    from scheduler.domain.time import Span

HALF_DAYS = 2


def usual_rate(association: Association, before: date) -> Fraction | None:
    """
    Return the share of contract days lost to sickness in the twelve months known before a month.

    `before`: the month's first day. The twelve months end with the last published one before it, or
    with its eve where nothing is published.
    People are counted all together. None: so few have a contract in these months that the rate
    would tell of some of them (see `api.privacy.means`), or nobody has.
    """
    known = (date.fromisoformat(f"{label}-01") for label in association.history)
    published = [month for month in known if month < before]
    end = next_month(max(published)) if published else before
    first = end.replace(year=end.year - 1)
    years = range(first.year, end.year + 1)
    people = association.mediator_of
    holidays = {p.id: association.holidays(years, p.agency) for p in people.values()}
    days = [first + timedelta(days=n) for n in range((end - first).days)]
    due = {
        person.id: sum(_owes(person, day) for day in days if day not in holidays[person.id])
        for person in association.mediators
    }
    if not may_tell(sum(1 for count in due.values() if count)):
        return None
    sick: dict[tuple[str, date], list[Span]] = {}
    for absence in association.absences:
        if absence.kind is AbsenceKind.SICK and absence.mediator in due:
            for day in absence.span.days:
                if first <= day < end and day not in holidays[absence.mediator]:
                    sick.setdefault((absence.mediator, day), []).append(absence.span)
    lost = sum(
        len(halves_off(spans, day)) for (who, day), spans in sick.items() if _owes(people[who], day)
    )
    return Fraction(lost, HALF_DAYS * sum(due.values()))


def _owes(person: Mediator, day: date) -> bool:
    contract = person.contract_on(day)
    return contract is not None and day.weekday() in (contract.days or WEEKDAYS)
