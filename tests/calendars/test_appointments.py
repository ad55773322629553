"""An appointment: elapsed minutes, whatever clocks do, and a post on its day alone."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars.appointments import Appointment
from calendars.holidays import holidays_of
from calendars.school import SchoolCalendar
from calendars.templates.clashes import clashes
from calendars.templates.expansion import expand
from scheduler.domain.people import StaffRole
from scheduler.domain.problem import Lock
from scheduler.domain.slots import Need, Slot, SlotKind
from scheduler.domain.time import days_span
from scheduler.errors import ImpossibleTimeError


def appointment(**changes: Any) -> Appointment:
    values: dict[str, Any] = {
        "id": "RV-1",
        "dispositif": "22",
        "agency": "angers",
        "site": "alh",
        "day": date(2026, 12, 10),
        "start": time(14, 30),
        "minutes": 60,
    }
    return Appointment(**values | changes)


def slots(each: Appointment) -> tuple[Slot, ...]:
    span = days_span(each.day - timedelta(days=8), each.day + timedelta(days=8))
    holidays = holidays_of([each.day.year])
    return expand([each.template()], [], span, holidays=holidays, local={}, school=SchoolCalendar())


def test_an_accepted_appointment_is_a_post_on_its_day_alone() -> None:
    (slot,) = slots(appointment(titles=frozenset({"AMIS"})))

    assert (slot.id, slot.site, slot.kind) == ("RV-1-2026-12-10", "alh", SlotKind.DAY)
    assert f"{slot.span.start:%H:%M}-{slot.span.end:%H:%M}" == "14:30-15:30"
    assert slot.needs == (Need(roles=frozenset({StaffRole.MEDIATEUR}), titles=frozenset({"AMIS"})),)
    assert slot.source == "rendez-vous « RV-1 »"


def test_two_hold_it_where_a_binome_is_asked_for() -> None:
    (slot,) = slots(appointment(binome=True))

    (need,) = slot.needs
    assert (slot.binome, need.minimum, need.target, need.maximum) == (True, 2, 2, 2)


@pytest.mark.parametrize(
    ("start", "minutes", "ends"),
    [
        # 25 October 2026: clocks go from 03:00 back to 02:00.
        (time(1, 30), 30, "2026-10-25T02:00:00+02:00"),
        (time(1, 30), 90, "2026-10-25T02:00:00+01:00"),
        (time(2, 30), 60, "2026-10-25T02:30:00+01:00"),
        (time(1, 30), 150, "2026-10-25T03:00:00+01:00"),
    ],
)
def test_minutes_elapse_on_the_night_when_clocks_go_back(
    start: time, minutes: int, ends: str
) -> None:
    (slot,) = slots(appointment(day=date(2026, 10, 25), start=start, minutes=minutes))

    assert slot.span.minutes == minutes
    assert slot.span.end.isoformat() == ends


def test_minutes_elapse_on_the_night_when_clocks_go_forward() -> None:
    (slot,) = slots(appointment(day=date(2026, 3, 29), start=time(1, 30), minutes=60))

    assert (slot.span.minutes, f"{slot.span.end:%H:%M}") == (60, "03:30")


def test_a_start_that_clocks_skip_is_refused() -> None:
    with pytest.raises(ImpossibleTimeError, match="02:30 n’existe pas le 29/03/2026"):
        _ = appointment(day=date(2026, 3, 29), start=time(2, 30)).span


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.times(), st.integers(5, 359))
def test_any_appointment_lasts_as_long_as_it_says(day: date, clock: time, minutes: int) -> None:
    each = appointment(day=day, start=clock.replace(second=0, microsecond=0), minutes=minutes)
    try:
        expected = each.span
    except ImpossibleTimeError:
        return

    (slot,) = slots(each)

    assert (slot.span, slot.span.minutes, slot.id) == (expected, minutes, each.slot)


def test_it_is_held_beside_the_posts_of_its_place() -> None:
    first, other = appointment().template(), appointment(id="RV-2").template()
    span = days_span(date(2026, 12, 1), date(2026, 12, 31))

    there = clashes(
        [first, other], [], span, holidays=holidays_of([2026]), local={}, school=SchoolCalendar()
    )

    assert there == ()


def test_the_person_named_is_locked_to_it() -> None:
    assert appointment().lock() is None
    assert appointment(mediator="lea", reference="D-7").lock() == Lock(
        mediator="lea",
        slot="RV-1-2026-12-10",
        by="rendez-vous",
        why="personne nommée (D-7)",
    )
