"""Scenes of weeks: totals of one and of twelve, months, weekly rests."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from scheduler.domain.duty import Duty
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.time import SUNDAY, Span, days_span, midnight_minute, week_span
from scheduler.domain.timeline import Timeline
from tests.constraints.drawn.pieces import DAY, HOUR, Canvas, Piece, Scene, Target

WEEKS = 12


def full_week(canvas: Canvas, monday: date, total: int) -> list[Piece]:
    """Spread minutes over a week's days, a night over Sunday midnight now and then."""
    rng = canvas.rng
    least = -(-total // (11 * HOUR))
    days = sorted(rng.sample(range(7), rng.randint(min(7, max(least, 3)), min(7, max(least, 6)))))
    pieces: list[Piece] = []
    if rng.random() < 0.25:
        pieces.append(canvas.sunday_night(monday))
        total -= 240
    if rng.random() < 0.2:
        pieces.append(canvas.sunday_night(monday + timedelta(days=7)))
        total -= 60
    for number, weekday in enumerate(days):
        work = total // (len(days) - number) + rng.randint(-30, 30)
        work = min(total, work) if number < len(days) - 1 else total
        if work <= 0:
            break
        total -= work
        # Often over the hour at which clocks change, on Sundays.
        clock = canvas.pick((0, 60, 420) if weekday == SUNDAY else (0, 360, 420, 540))
        start = midnight_minute(monday + timedelta(days=weekday)) + clock
        pieces += canvas.chain(start, canvas.split(work, canvas.pick((1, 1, 2))), (0, 30, 60))
    for piece in pieces:
        if piece.what == "training" and rng.random() < 0.5:
            piece.what = "slot"
    return pieces


def elastic(canvas: Canvas, pieces: list[Piece], window: Span) -> None:
    """Let one slot that lies wholly in a window and the horizon be stretched."""
    inside = [
        p
        for p in pieces
        if max(window.first, canvas.horizon.first) + 3 * HOUR <= p.first
        and p.last < min(window.last, canvas.horizon.last)
    ]
    if inside:
        piece = canvas.pick(inside)
        piece.elastic, piece.what, piece.dispositif, piece.site = True, "slot", "d", "s1"


def week_total(
    name: str = "", *, value: Callable[[Canvas], int] | None = None
) -> Callable[[Canvas], Scene]:
    """Bring the work of one week onto a limit."""

    def scene(canvas: Canvas) -> Scene:
        monday = canvas.week()
        total = canvas.near(value(canvas) if value else canvas.value(name))
        pieces = full_week(canvas, monday, total)
        window = week_span(monday)
        elastic(canvas, pieces, window)
        return Scene(
            pieces=pieces,
            target=Target(measure=lambda t: t.minutes_by_week.get(monday, 0), value=total),
        )

    return scene


def minor_week(canvas: Canvas) -> Scene:
    """Bring onto the limit the part of a week that is worked as a minor."""
    monday = canvas.week()
    who = canvas.who
    total = canvas.near(canvas.value("longest"))
    pieces = full_week(canvas, monday, total + canvas.pick((0, 0, 600)))
    days = [monday + timedelta(days=n) for n in range(7)]
    minor = [d for d in days if who.minor_on(d)] or days
    window = days_span(minor[0], minor[-1])
    elastic(canvas, pieces, window)
    return Scene(
        pieces=pieces,
        target=Target(
            measure=lambda t: sum(d.work_in(window) for d in t.duties_in(window)), value=total
        ),
    )


def complementary(canvas: Canvas) -> Scene:
    """Bring a part-timer's week, or month, onto the contract and what may be added to it."""
    contract = canvas.who.contracts[0]
    if contract.basis is not HoursBasis.MONTH:
        hours = contract.weekly_minutes
        return week_total(value=lambda _: hours + hours // canvas.value("part"))(canvas)
    first = canvas.horizon.days[0].replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    window = days_span(first, last)
    hours = contract.weekly_minutes * 52 // 12
    total = canvas.near(hours + hours // canvas.value("part"))
    begins = canvas.horizon.days[0]
    before = (begins - first).days
    past = _posts(first, 1, before, 9 * HOUR, 5 * HOUR) if before > 0 else ()
    left = total - sum(d.work for d in past)
    pieces: list[Piece] = []
    for day in canvas.horizon.days:
        if day > last or left <= 0:
            break
        work = min(left, canvas.pick((360, 480, 540)))
        left -= work
        pieces.append(canvas.piece(midnight_minute(day) + 420, work))
    elastic(canvas, pieces, window)
    return Scene(
        pieces=pieces,
        past=past,
        target=Target(
            measure=lambda t: sum(d.work_in(window) for d in t.duties_in(window)), value=total
        ),
    )


@lru_cache(maxsize=256)
def _posts(first: date, weeks: int, days: int, clock: int, minutes: int) -> tuple[Duty, ...]:
    """Return past posts of the same hours on the first days of some weeks."""
    collected = []
    for number in range(weeks * days):
        week, day = divmod(number, days)
        start = midnight_minute(first + timedelta(days=7 * week + day)) + clock
        collected.append(
            Duty(
                id=f"p{first:%j}-{number}-{clock}",
                span=Span.of_minutes(start, start + minutes),
                site="s1",
                dispositif="d",
                agency="ag",
                decided=False,
            )
        )
    return tuple(collected)


def past_weeks(
    monday: date, minutes: int, *, clock: int = 9 * HOUR, tilt: int = 0
) -> tuple[Duty, ...]:
    """Return eleven weeks of four posts before `monday`, the oldest one longer by the tilt."""
    first = monday - timedelta(weeks=WEEKS - 1)
    return (
        *_posts(first, 1, 4, clock, minutes + tilt),
        *_posts(first + timedelta(weeks=1), 1, 4, clock, minutes - tilt),
        *_posts(first + timedelta(weeks=2), WEEKS - 3, 4, clock, minutes),
    )


def past_nights(monday: date, weeks: int, nights: int, minutes: int) -> tuple[Duty, ...]:
    """Return some nights a week that begin at 21:00, in the weeks before `monday`."""
    return _posts(monday - timedelta(weeks=weeks), weeks, nights, 21 * HOUR, minutes)


def twelve_weeks(name: str, *, clocks: tuple[int, ...] = (9 * HOUR,)) -> Callable[[Canvas], Scene]:
    """Bring the sum of twelve weeks onto twelve times the average."""

    def scene(canvas: Canvas) -> Scene:
        average = canvas.value(name)
        total = canvas.near(WEEKS * average)
        past = past_weeks(
            canvas.monday, average // 4, clock=canvas.pick(clocks), tilt=canvas.pick((0, 20, -20))
        )
        monday = canvas.monday
        pieces: list[Piece] = []
        if canvas.rng.random() < 0.35:
            pieces += full_week(canvas, monday, average - canvas.pick((0, 120, 600)))
            monday += timedelta(days=7)
        here = full_week(canvas, monday, average)
        window = days_span(monday - timedelta(weeks=WEEKS - 1), canvas.sunday(monday))
        elastic(canvas, here, week_span(monday))

        def measure(timeline: Timeline) -> int:
            return sum(d.work_in(window) for d in timeline.working if d.span.touches(window))

        return Scene(
            pieces=[*pieces, *here], past=past, target=Target(measure=measure, value=total)
        )

    return scene


def weekly_rest(canvas: Canvas) -> Scene:
    """One rest on its limit in a week, by its length or by what of it lies in the week."""
    limit, inside = canvas.value("minimum"), canvas.value("inside")
    week = week_span(canvas.week())
    long = canvas.near(limit)
    where = canvas.pick(("length", "length", "late", "early", "both"))
    if where == "length":
        begin = week.first + canvas.rng.randint(-5, 70) * 2 * HOUR
        end = begin + long
    elif where == "late":
        begin = week.last - inside + canvas.pick((-1, 0, 1))
        end = begin + limit + canvas.pick((0, 1, 240))
    elif where == "early":
        end = week.first + inside + canvas.pick((-1, 0, 1))
        begin = end - limit - canvas.pick((0, 1, 240))
    else:
        begin = week.last - inside
        end = begin + long
    pieces: list[Piece] = []
    clock = begin
    while clock > week.first - 3 * DAY:
        length = canvas.pick((240, 420, 540))
        if where == "late" and not pieces:
            length = canvas.pick((20, 60, 60, 420))  # no night that ends on Sunday
        pieces.append(canvas.piece(clock - length, length, breaks=False))
        clock = pieces[-1].first - canvas.pick((11 * HOUR, 16 * HOUR, 24 * HOUR))
    clock = end
    while clock < week.last + 2 * DAY:
        pieces.append(canvas.piece(clock, canvas.pick((240, 420)), breaks=False))
        clock = pieces[-1].last + canvas.pick((11 * HOUR, 16 * HOUR, 24 * HOUR))
    for piece in pieces:
        piece.site = "s1"
        if canvas.rng.random() < 0.08:
            piece.what = "call"
    return Scene(pieces=pieces)
