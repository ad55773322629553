from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as every
from hypothesis import settings
from hypothesis import strategies as st

from api.data.association import Association
from api.data.building.values import from_row
from api.data.folder.load import load
from api.week.matrix import NOBODY, Stored, WeekRow, changed, troubles_of
from calendars.school import SchoolCalendar
from calendars.templates.clashes import clashes
from calendars.templates.clock import TemplateBreak
from calendars.templates.expansion import expand
from calendars.templates.template import Template
from scheduler.domain.slots import Need, SlotKind
from scheduler.domain.time import PARIS, days_span
from tests.api.service import PETIT
from tests.api.week.weeks import DAY, EMPTY, applied, edits, row, writer, written

LATER = DAY + timedelta(days=17)
LAST = DAY + timedelta(days=41)
HOURS = (("09:00", "12:00"), ("10:00", "15:30"), ("14:00", "21:30"), ("21:00", "03:00"))

figures = st.sampled_from([None, (1, 1), (1, 2), (0, 2), (3, 3)])
cells = st.tuples(*[figures] * 7).filter(lambda days: days != NOBODY)
rows = st.builds(
    lambda hours, days, pause, every, vehicle: row(
        hours[0], hours[1], days, pause=pause, every=every, phase=every - 1, vehicle=vehicle
    ),
    st.sampled_from(HOURS),
    cells,
    st.sampled_from([0, 20]),
    st.sampled_from([1, 2]),
    st.booleans(),
)
weeks = st.lists(rows, min_size=1, max_size=5)


def templates_of(stored: Stored) -> list[Template]:
    return [
        from_row(
            Template,
            each,
            agency="ville",
            needs=(from_row(Need, stored.needs[each.id][0][1], titles=frozenset()),),
            breaks=tuple(from_row(TemplateBreak, b) for _, b in stored.breaks.get(each.id, ())),
            supervises=frozenset(),
        )
        for each in stored.templates.values()
    ]  # fmt: skip


Made = tuple[date, str, int, int, int]


def slots_of(stored: Stored, first: date, last: date) -> Counter[Made]:
    """Return the slots that templates make: day, start, figure, minutes of break."""
    if last < first:
        return Counter()
    slots = expand(
        templates_of(stored),
        (),
        days_span(first, last),
        holidays=frozenset(),
        local={},
        school=SchoolCalendar(),
    )
    return Counter(
        (
            slot.span.day,
            f"{slot.span.start.astimezone(PARIS):%H:%M}",
            slot.needs[0].minimum,
            slot.needs[0].target,
            sum(pause.minutes for pause in slot.breaks),
        )
        for slot in slots
    )


def said(week: Iterable[WeekRow], first: date, last: date) -> Counter[Made]:
    """Return the same as the rows say it, without templates."""
    made: Counter[Made] = Counter()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for each in week:
        template = each.template
        monday = template.since - timedelta(days=template.since.weekday())
        for day in days:
            figure = each.cells[day.weekday()]
            turn = (day - monday).days // 7 % template.every == template.phase
            if figure is not None and day >= template.since and turn:
                pauses = sum(pause.minutes for pause in each.breaks)
                made[day, f"{template.start:%H:%M}", *figure, pauses] += 1
    return made


def without_teams(week: Sequence[WeekRow]) -> Counter[Any]:
    return Counter(
        (changed(each.template, team=""), each.need, each.breaks, day, figure)
        for each in week
        for day, figure in enumerate(each.cells)
        if figure is not None
    )


def overlaps(stored: Stored) -> list[str]:
    """Return what the association's own check would refuse."""
    refused = clashes(
        templates_of(stored),
        (),
        days_span(DAY, LAST),
        holidays=frozenset(),
        local={},
        school=SchoolCalendar(),
    )
    return [clash.message for clash in refused]


@settings(deadline=None, max_examples=60)
@every(weeks)
def test_a_week_written_and_read_is_the_same_week(week: list[WeekRow]) -> None:
    stored = written(week)
    read, others = stored.week(DAY)

    assert (without_teams(read), others) == (without_teams(week), [])
    assert slots_of(stored, DAY, LAST) == said(week, DAY, LAST)
    assert overlaps(stored) == []


@settings(deadline=None, max_examples=60)
@every(weeks)
def test_what_was_read_and_is_saved_unchanged_writes_nothing(week: list[WeekRow]) -> None:
    stored = written(week)
    read, _ = stored.week(DAY)

    assert writer(stored, LATER).write(edits(read, read), []) == []


@settings(deadline=None, max_examples=80)
@every(weeks, weeks, st.sampled_from([DAY, LATER]))
def test_a_change_from_a_day_on_leaves_what_was_before_as_it_was(
    week: list[WeekRow], other: list[WeekRow], day: date
) -> None:
    stored = written(week)
    read, _ = stored.week(day)
    # Each row takes the hours and figures of another one; the rest of the other week is new.
    after = [
        replace(b, template=a.template, breaks=a.breaks, cells=a.cells, keys=b.keys)
        for a, b in zip(other, read, strict=False)
    ]
    after = [*after, *read[len(after) :], *other[len(read) :]]
    now = applied(stored, writer(stored, day).write(edits(read, after), []))

    assert slots_of(now, DAY, day - timedelta(days=1)) == said(week, DAY, day - timedelta(days=1))
    assert slots_of(now, day, LAST) == said(after, day, LAST)
    assert overlaps(now) == []
    again, _ = now.week(day)
    assert slots_of(now, day, LAST) == said(again, day, LAST)


def test_figures_that_differ_by_day_are_templates_with_the_same_hours_and_one_row() -> None:
    stored = written([row(days=((2, 2), (1, 2), (2, 2), None, (1, 2), None, None))])
    made = {
        tuple(sorted(template.weekdays)): stored.needs[template.id][0][1]
        for template in stored.templates.values()
    }

    assert {days: (need.minimum, need.target, need.maximum) for days, need in made.items()} == {
        (0, 2): (2, 2, 2),
        (1, 4): (1, 2, 2),
    }
    assert len(stored.week(DAY)[0]) == 1


def test_a_template_with_two_needs_is_no_row_and_stays() -> None:
    stored = written([row()])
    (template,) = stored.templates.values()
    ((key, need),) = stored.needs[template.id]
    two = replace(stored, needs={template.id: [(key, need), (9, need)]})

    assert two.week(DAY) == ([], [1])
    assert writer(two).write([], [1]) == []


def test_what_has_ended_is_not_shown() -> None:
    stored = written([row(until=date(2026, 3, 31))])

    assert len(stored.week(date(2026, 3, 31))[0]) == 1
    assert stored.week(date(2026, 4, 1)) == ([], [])


def test_a_mark_tells_that_a_row_was_changed_since() -> None:
    stored = written([row()])
    (shown,) = stored.week(DAY)[0]
    later = applied(
        stored, writer(stored).write(edits([shown], [replace(shown, cells=((5, 5),) * 7)]), [])
    )
    (now,) = later.week(DAY)[0]

    assert now.keys == shown.keys
    assert later.mark(now) != stored.mark(shown) == EMPTY.mark(shown)


MONDAY = ((1, 1), *[None] * 6)
SUNDAY = (*[None] * 6, (1, 1))


@pytest.fixture(scope="module")
def association() -> Association:
    return load(PETIT)


@pytest.mark.parametrize(("end", "pause"), [("14:59", 0), ("15:00", 20), ("16:30", 30)])
def test_a_row_that_somebody_may_hold_has_no_trouble(
    association: Association, end: str, pause: int
) -> None:
    assert troubles_of(row("09:00", end, MONDAY, pause=pause), association) == []


def test_six_hours_without_a_break_are_cured_by_twenty_minutes(association: Association) -> None:
    (trouble,) = troubles_of(row("09:00", "15:00", MONDAY), association)

    assert trouble.minutes == 20
    assert "L3121-16" in trouble.text


def test_too_short_a_break_is_made_longer(association: Association) -> None:
    (trouble,) = troubles_of(row("09:00", "15:30", MONDAY, pause=10), association)

    assert trouble.minutes == 20


def test_more_than_ten_hours_need_a_longer_break(association: Association) -> None:
    troubles = troubles_of(row("09:00", "19:45", MONDAY, pause=20), association)

    assert [trouble.minutes for trouble in troubles] == [45]


def test_a_sunday_is_cured_by_no_break(association: Association) -> None:
    (trouble,) = troubles_of(row("09:00", "12:00", SUNDAY), association)

    assert trouble.minutes == 0


def test_a_row_that_contradicts_itself_is_not_judged(association: Association) -> None:
    odd = row("09:00", "09:20", MONDAY, pause=60, kind=SlotKind.DAY)

    assert troubles_of(odd, association) == []
