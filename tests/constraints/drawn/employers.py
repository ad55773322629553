"""Scenes of people who work for others too: what is left of a week, or of twelve."""

from datetime import date, timedelta

from scheduler.domain.employment.employer import Outside
from scheduler.domain.time import days_span, week_span
from scheduler.domain.timeline import Timeline
from tests.constraints.drawn.pieces import HOUR, Canvas, Scene, Target
from tests.constraints.drawn.weeks import WEEKS, elastic, full_week, past_weeks


def shared_week(canvas: Canvas) -> Scene:
    """Bring one week of work here onto what the hours elsewhere leave of the maximum."""
    monday, elsewhere = canvas.week(), canvas.pick((1, 10 * HOUR, 20 * HOUR, 20 * HOUR))
    minor = canvas.who.minor_on(canvas.sunday(monday))
    total = canvas.near(canvas.value("longest" if minor else "limit")) - elsewhere
    pieces = full_week(canvas, monday, total)
    elastic(canvas, pieces, week_span(monday))
    return Scene(
        pieces=pieces,
        target=Target(measure=lambda t: t.minutes_by_week.get(monday, 0), value=total),
        outside=_declared(canvas, [monday], elsewhere),
    )


def shared_weeks(canvas: Canvas) -> Scene:
    """Bring twelve weeks onto what the hours elsewhere, of all of them or of one, leave."""
    monday, average = canvas.monday, canvas.value("average")
    number, elsewhere = canvas.pick(((WEEKS, 14 * HOUR), (1, 14 * HOUR), (WEEKS, 9 * HOUR)))
    mondays = [monday - timedelta(weeks=n) for n in range(number)]
    total = canvas.near(WEEKS * average) - number * elsewhere
    here = total // WEEKS
    past = past_weeks(monday, here // 4, tilt=canvas.pick((0, 20, -20)))
    pieces = full_week(canvas, monday, here)
    window = days_span(monday - timedelta(weeks=WEEKS - 1), canvas.sunday(monday))
    elastic(canvas, pieces, week_span(monday))

    def measure(timeline: Timeline) -> int:
        return sum(d.work_in(window) for d in timeline.working if d.span.touches(window))

    return Scene(
        pieces=pieces,
        past=past,
        target=Target(measure=measure, value=total),
        outside=_declared(canvas, mondays, elsewhere),
    )


def _declared(canvas: Canvas, mondays: list[date], minutes: int) -> tuple[Outside, ...]:
    return tuple(
        Outside(mediator=canvas.who.id, monday=monday, minutes=minutes) for monday in mondays
    )
