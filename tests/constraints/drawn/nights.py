"""Scenes of nights: the status of night worker begins on its very edge."""

from datetime import timedelta

from constraints.night.rules import Nights, NightWorkerRule
from scheduler.domain.duty import Duty
from scheduler.domain.time import midnight_minute, week_span
from scheduler.domain.timeline import Timeline
from tests.constraints.drawn.pieces import HOUR, Canvas, Piece, Scene, Target
from tests.constraints.drawn.weeks import elastic, full_week, past_nights, past_weeks


def habit(canvas: Canvas) -> Scene:
    """Two evenings a week in three weeks, each as long as makes a night, one a minute off."""
    least = canvas.value("least")
    monday = canvas.monday
    short = canvas.pick((least, least - 1))
    usual = canvas.pick((least, least, least, least, short))
    past: tuple[Duty, ...] = past_nights(monday, 2, 2, usual)
    pieces = []
    for day in (0, 1):
        night, lead = canvas.pick((least, short)), canvas.pick((0, 0, 1, 30))
        begins = midnight_minute(monday + timedelta(days=day)) + canvas.value("begins")
        pieces.append(Piece(first=begins - lead, last=begins + night))
    if canvas.rng.random() < 0.4:
        # The second night is one's morning: it ends as the night does, or later.
        ends = midnight_minute(monday + timedelta(days=1)) + canvas.value("ends")
        pieces[-1] = Piece(first=ends - night, last=ends + lead)
    if _averaged(canvas):
        past += past_weeks(monday, 10 * HOUR, clock=6 * HOUR)
        extra = full_week(canvas, monday, 41 * HOUR)
        return Scene(pieces=[*pieces, *extra], past=past)
    # The day too long has itself a night too short to be one of the two.
    start = midnight_minute(monday + timedelta(days=canvas.pick((3, 4, 9)))) + 21 * HOUR
    before = canvas.piece(start - 500, 490, breaks=False)
    pieces += [before, Piece(first=start, last=start + canvas.pick((30, 60)))]
    return Scene(pieces=pieces, past=past)


def over_the_year(canvas: Canvas) -> Scene:
    """Night minutes of twelve months onto what makes a night worker, one night a week."""
    yearly, monday = canvas.value("yearly"), canvas.monday
    past = past_nights(monday, 33, 1, 8 * HOUR)
    total = canvas.near(yearly)
    first = midnight_minute(monday) + 21 * HOUR
    evening = Piece(first=first, last=first + 360, elastic=True)
    pieces = [evening]
    if _averaged(canvas):
        past += past_weeks(monday, 10 * HOUR, clock=8 * HOUR)
        pieces += [p for p in full_week(canvas, monday, 41 * HOUR) if p.first > first + 600]
    else:
        start = midnight_minute(monday + timedelta(days=3)) + 21 * HOUR
        pieces += [canvas.piece(start - 500, 490, breaks=False)]
        pieces += [Piece(first=start, last=start + 60)]

    def measure(timeline: Timeline) -> int:
        rule = canvas.rule
        assert isinstance(rule, NightWorkerRule)
        return Nights(rule, timeline).over_the_year(monday)

    return Scene(pieces=pieces, past=past, target=Target(measure=measure, value=total))


def declared_average(canvas: Canvas) -> Scene:
    """Twelve weeks onto the average, of someone whose past is of nights."""
    average = canvas.value("average")
    monday = canvas.monday
    clock, tilt = canvas.pick((9 * HOUR, 20 * HOUR, 20 * HOUR)), canvas.pick((0, 20, -20))
    past = past_weeks(monday, average // 4, clock=clock, tilt=tilt)
    pieces = full_week(canvas, monday, average)
    elastic(canvas, pieces, week_span(monday))
    total = canvas.near(12 * average)

    def measure(timeline: Timeline) -> int:
        return sum(timeline.minutes_by_week.get(monday - timedelta(weeks=n), 0) for n in range(12))

    return Scene(pieces=pieces, past=past, target=Target(measure=measure, value=total))


def long_night(canvas: Canvas) -> Scene:
    """A working day onto the night worker's limit, a night in it, of someone who is one."""
    longest = canvas.value("longest")
    total = canvas.near(longest)
    day = canvas.day()
    start = midnight_minute(day) + canvas.pick((720, 1020, 1200, 1260))
    pieces = canvas.chain(start, canvas.split(total, canvas.pick((1, 2))), (0, 30, 300))
    pieces[0].elastic, pieces[0].what, pieces[0].dispositif = True, "slot", "d"
    past = past_nights(canvas.monday, 3, 2, 4 * HOUR)

    def measure(timeline: Timeline) -> int:
        return sum(d.work for worked in timeline.days if worked.day == day for d in worked.duties)

    return Scene(pieces=pieces, past=past, target=Target(measure=measure, value=total))


def _averaged(canvas: Canvas) -> bool:
    return "average" in canvas.rule.parameters()
