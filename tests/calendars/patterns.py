"""Templates for tests: the night of the Parc des Chantiers, a school, an evening."""

from dataclasses import replace
from datetime import date, time
from typing import Any

from calendars.holidays import holidays_of
from calendars.school import SchoolCalendar
from calendars.templates.expansion import Template, TemplateBreak, TemplateException, expand
from calendars.templates.seasons import Season
from scheduler.domain.slots import Need, Slot, SlotKind
from scheduler.domain.time import days_span

HOLIDAYS = holidays_of([2026, 2027])
TWO = Need(minimum=2, target=2, maximum=2)

NIGHT = Template(
    id="11-nuit",
    dispositif="11-parc",
    agency="nantes",
    site="parc",
    kind=SlotKind.NIGHT,
    weekdays=frozenset({3, 4, 5}),
    start=time(21, 30),
    end=time(6),
    needs=(TWO,),
    breaks=(TemplateBreak(minutes=30, at=time(2)),),
    since=date(2026, 1, 1),
    on_holidays=True,
    binome=True,
)

SCHOOL = Template(
    id="13-ecole",
    dispositif="13-ecoles",
    agency="nantes",
    site="ecole",
    weekdays=frozenset({0, 1, 3, 4}),
    start=time(8),
    end=time(12),
    needs=(Need(),),
    since=date(2026, 1, 1),
    school_zone="B",
)


def slots(
    templates: list[Template],
    first: date,
    last: date,
    *,
    exceptions: tuple[TemplateException, ...] = (),
    school: SchoolCalendar | None = None,
    seasons: tuple[Season, ...] = (),
) -> tuple[Slot, ...]:
    return expand(
        templates,
        exceptions,
        days_span(first, last),
        holidays=HOLIDAYS,
        local={},
        school=school or SchoolCalendar(),
        seasons=seasons,
    )


def like(template: Template, **changes: Any) -> Template:
    return replace(template, **changes)


def like_slot(slot: Slot, **changes: Any) -> Slot:
    return replace(slot, **changes)
