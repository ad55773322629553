"""Say which weeks of a payroll are incomplete, and why its minutes differ from the findings."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from api.french.words import DAYS, hours, short_date
from constraints.counters.sheet import Counters, WeekLine
from scheduler.domain.duty import Duty
from scheduler.domain.time import SUNDAY
from scheduler.domain.timeline import Timeline

DAY = timedelta(days=1)
OF_A_WEEK = re.compile(r"Semaine du (\d\d/\d\d/\d{4}) : (connue en partie)?")
"""A remark on one week; an incomplete week has its own message, so it isn't repeated here."""

OF_RESTS = ("Contrepartie", "Repos")
NOT_PAY = ("Contingent", *OF_RESTS)
"""The start of remarks that concern no column of the payroll."""

FLOATING = (
    "Pauses sans heure : prises au milieu du service ; les constats sur les durées maximales les "
    "placent au plus favorable, d’où de part et d’autre de minuit d’autres minutes."
)
UNTOLD = "Pauses non dites : les heures sont un maximum, comme dans les constats."


def incomplete_weeks(
    counters: Counters, timeline: Timeline, first: date, last: date
) -> Iterator[str]:
    """Yield in French the weeks that are only partly known, with their known days."""
    for week in _weeks(counters, first, last):
        if not week.described:
            yield f"semaine du lundi {week.monday:%d/%m/%Y} ({_known_days(timeline, week.monday)})"


def remarks_on(counters: Counters, timeline: Timeline, first: date, last: date) -> Iterator[str]:
    """Yield in French what is to confirm in the pay of some days, and what findings add."""
    weeks = list(_weeks(counters, first, last))
    for week in weeks:
        due = sum(tier.minutes for tier in (*week.overtime, *week.by_leave))
        sunday = week.monday + SUNDAY * DAY
        if due and sunday > last:
            yield (
                f"Semaine du lundi {week.monday:%d/%m/%Y} : {hours(due)} supplémentaires dans les "
                f"constats, à payer avec le dimanche {short_date(sunday)}, où elle finit."
            )
    inside = [d for d in timeline.working if first <= d.span.day <= last]
    yield from _while_absent(timeline, inside)
    if any(d.floating and d.span.last_day != d.span.day for d in inside):
        yield FLOATING
    if any(d.counts and not d.breaks_known for d in inside):
        yield UNTOLD
    mondays = {f"{week.monday:%d/%m/%Y}" for week in weeks}
    for remark in counters.remarks:
        match = OF_A_WEEK.match(remark)
        here = match is None or (match[1] in mondays and not match[2])
        if here and not remark.startswith(NOT_PAY):
            yield remark


def _while_absent(timeline: Timeline, inside: Iterable[Duty]) -> Iterator[str]:
    """Name the duties that count though an absence overlaps them: worked, or not replaced yet."""
    away = [absence.span for absence in timeline.absences]
    days = [
        f"{short_date(duty.span.day)} ({hours(duty.work)})"
        for duty in inside
        if duty.work and any(span.touches(duty.span) for span in away)
    ]
    if days:
        yield f"Pendant une absence, compté comme travaillé, à vérifier : {', '.join(days)}."


def _weeks(counters: Counters, first: date, last: date) -> Iterator[WeekLine]:
    for week in counters.weeks:
        if week.monday <= last and first <= week.monday + SUNDAY * DAY:
            yield week


def _known_days(timeline: Timeline, monday: date) -> str:
    """Say in French which days of a week are known."""
    if timeline.known is None:
        return "connue en partie"
    begin = max(monday, timeline.known.day)
    end = min(monday + SUNDAY * DAY, timeline.known.last_day)
    if end < begin:
        return "inconnue"
    if begin == end:
        return f"connue le {_day(begin)} seulement"
    if begin > monday and end < monday + SUNDAY * DAY:
        return f"connue du {_day(begin)} au {_day(end)}"
    return f"connue depuis le {_day(begin)}" if begin > monday else f"connue jusqu’au {_day(end)}"


def _day(day: date) -> str:
    return f"{DAYS[day.weekday()]} {day:%d/%m}"
