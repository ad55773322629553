"""Scenes of one day: its total, its span, its sessions, its gaps, a clock's edge."""

from collections.abc import Callable
from datetime import date, timedelta

from scheduler.domain.duty import BreakKind
from scheduler.domain.time import day_of, midnight_minute
from scheduler.domain.timeline import Timeline
from tests.constraints.drawn.pieces import DAY, HOUR, Canvas, Piece, Scene, Target

GAPS = (0, 0, 1, 20, 30, 60, 120)


def day_total(name: str = "", *, whole: bool = False, value: int = 0) -> Callable[[Canvas], Scene]:
    """Bring one day's work onto a limit, cut at midnight or with its duties kept `whole`."""

    def scene(canvas: Canvas) -> Scene:
        day = canvas.day()
        total = canvas.near(value or canvas.value(name))
        begin = midnight_minute(day)
        start = begin + canvas.pick((-240, -60, -30, 0, 300, 420, 480, 780, 1020, 1260))
        if whole:
            start = max(start, begin)
        pieces = canvas.chain(start, canvas.split(total, canvas.rng.randint(1, 3)), GAPS)
        if canvas.rng.random() < 0.3:
            pieces.append(canvas.piece(begin - canvas.pick((300, 720, 1080)), 240))
        inside = [p for p in pieces if begin <= p.first < begin + 22 * HOUR]
        _stretch(inside or pieces)

        def measure(timeline: Timeline) -> int:
            if whole:
                return sum(
                    d.work for worked in timeline.days if worked.day == day for d in worked.duties
                )
            return timeline.minutes_by_day.get(day, 0)

        return Scene(pieces=pieces, target=Target(measure=measure, value=total))

    return scene


def _stretch(pieces: list[Piece]) -> None:
    """Let the first of the pieces be stretched: it begins earlier or later; it is a slot."""
    piece = pieces[0]
    piece.elastic, piece.what, piece.dispositif, piece.site = True, "slot", "d", "s1"


def day_span(name: str) -> Callable[[Canvas], Scene]:
    """Two ends of a day as far apart as a limit, with whatever lies between."""

    def scene(canvas: Canvas) -> Scene:
        day = canvas.day()
        span = canvas.near(canvas.value(name))
        start = midnight_minute(day) + canvas.pick((0, 60, 300, 420, 480, 600, 840))
        head = canvas.piece(start, canvas.pick((60, 180, 240, 300)))
        tail = canvas.piece(start, canvas.pick((60, 180, 240)))
        shift = start + span - tail.last
        tail.first, tail.last = tail.first + shift, tail.last + shift
        pieces = [head, tail]
        if canvas.rng.random() < 0.4:
            pieces.append(canvas.piece(head.last + canvas.pick((0, 30)), canvas.pick((30, 90))))
        if canvas.rng.random() < 0.15:
            pieces = [Piece(first=start, last=start + span)]
        return Scene(pieces=pieces)

    return scene


def session(trigger: str, pause: str) -> Callable[[Canvas], Scene]:
    """Work onto the minute at which a break is due, with breaks just too short or long enough."""

    def scene(canvas: Canvas) -> Scene:
        limit, rest = canvas.value(trigger), canvas.value(pause)
        start = midnight_minute(canvas.day()) + canvas.pick((0, 120, 420, 480, 720, 1080, 1200))
        if canvas.rng.random() < 0.4:
            return Scene(pieces=_inside(canvas, start, limit, rest))
        works: list[int] = []
        for _ in range(canvas.pick((1, 1, 2))):
            works += canvas.split(canvas.near(limit), canvas.pick((1, 2, 2, 3)))
        pieces, clock = [], start
        for work in works:
            pieces.append(canvas.piece(clock, work, breaks=canvas.rng.random() < 0.3))
            clock = pieces[-1].last + canvas.pick((0, 0, rest - 1, rest - 1, rest, rest + 1))
        if canvas.rng.random() < 0.4:
            clock = pieces[-1].last + canvas.pick((rest - 1, rest, rest + 1, 120))
            pieces.append(canvas.piece(clock, canvas.pick((30, 120, limit))))
        return Scene(pieces=pieces)

    return scene


def _inside(canvas: Canvas, start: int, limit: int, rest: int) -> list[Piece]:
    """One long post with one or two breaks on the edge, their place known or not."""
    minutes = canvas.pick((rest - 1, rest, rest, rest + 1))
    kind = canvas.pick((BreakKind.UNPAID, BreakKind.UNPAID, BreakKind.PAID, BreakKind.WATCH))
    before = canvas.near(limit)
    after = canvas.pick((canvas.near(limit), canvas.near(limit), 60, 200))
    spot = canvas.pick((None, before, before))
    post = Piece(
        first=start,
        last=start + before + minutes + after,
        breaks=((minutes, spot, kind),),
        what=canvas.pick(("slot", "slot", "slot", "training", "fixed")),
    )
    if canvas.rng.random() < 0.5:
        return [post]
    clock = post.last + canvas.pick((0, rest - 1, rest, rest + 1))
    return [post, canvas.piece(clock, canvas.pick((30, limit - after, canvas.near(limit))) or 30)]


def gaps(*limits: int, most: int = 3) -> Callable[[Canvas], Scene]:
    """Duties of one day apart by a limit; slots between them that nobody may hold."""

    def scene(canvas: Canvas) -> Scene:
        apart = [canvas.near(v) for v in (*limits, *((canvas.travel,) if canvas.travel else ()))]
        clock = midnight_minute(canvas.day()) + canvas.pick((0, 360, 480, 660, 1020))
        pieces: list[Piece] = []
        for _ in range(canvas.rng.randint(2, most + 1)):
            piece = canvas.piece(clock, canvas.pick((30, 90, 120, 180)))
            piece.site = canvas.pick(("s1", "s1", "s2"))
            if canvas.rng.random() < 0.15:
                piece.breaks = ((max(1, canvas.near(limits[0])), 10, BreakKind.UNPAID),)
                piece.last = piece.first + piece.breaks[0][0] + 60
            gap = canvas.pick((*apart, *apart, *apart, 0, -1, 30, 240))
            if gap > 60 and canvas.rng.random() < 0.3:
                filler = canvas.piece(piece.last + canvas.pick((0, 10)), gap // 2, breaks=False)
                filler.what, filler.spare = "slot", canvas.rng.random() < 0.6
                pieces.append(filler)
            pieces.append(piece)
            clock = piece.last + gap
        return Scene(pieces=pieces)

    return scene


def mandates(canvas: Canvas) -> Scene:
    """Duties of one day, most of which touch the time of a mandate or end with it."""
    drawn = gaps(1, 120)(canvas)
    canvas.pick(drawn.pieces).what = "mandate"
    return drawn


def clock_edge(*names: str) -> Callable[[Canvas], Scene]:
    """Duties that end, or begin, on a clock's edge."""

    def scene(canvas: Canvas) -> Scene:
        pieces = []
        for _ in range(canvas.pick((1, 1, 1, 2))):
            name = canvas.pick(names)
            edge = midnight_minute(canvas.day()) + canvas.near(canvas.value(name))
            work = canvas.pick((60, 120, 240))
            first = edge if name == "ends" else edge - work
            pieces.append(canvas.piece(first, work, breaks=False))
        return Scene(pieces=pieces)

    return scene


def rest(limit: Callable[[Canvas, date], int]) -> Callable[[Canvas], Scene]:
    """Two working days, or three, apart by a rest on its limit; a call may cut it."""

    def scene(canvas: Canvas) -> Scene:
        day = canvas.day()
        end = midnight_minute(day) + canvas.pick((-300, -120, -30, 0, 30, 90))
        pieces = [canvas.piece(0, canvas.pick((120, 240, 420)))]
        length = pieces[0].last - pieces[0].first
        pieces[0].first, pieces[0].last = end - length, end
        for _ in range(canvas.pick((1, 1, 2))):
            after = canvas.near(limit(canvas, day))
            clock = pieces[-1].last
            if canvas.rng.random() < CALLS.get(canvas.rule.id, 0.1):
                lag = canvas.pick((30, 300, after, after - 1))
                call = Piece(first=clock + lag, last=clock + lag + 45, what="call", site="")
                pieces.append(call)
                clock = call.last
            work = canvas.pick((60, 240, 420))
            pieces.append(canvas.piece(clock + after, work))
            if canvas.rng.random() < 0.3:
                pieces.append(canvas.piece(pieces[-1].last + 30, 60))
            day += timedelta(days=1)
        if canvas.rng.random() < 0.2:
            spare = canvas.piece(end + 60, 60)
            spare.what, spare.spare = "slot", True
            pieces.append(spare)
        return Scene(pieces=pieces)

    return scene


def owed(canvas: Canvas) -> Scene:
    """A rest cut short, then rests about as long as the one that returns it, until its last day."""
    legal = canvas.value("rest")
    first = canvas.piece(midnight_minute(canvas.day()) + canvas.pick((600, 900, 1080)), 240)
    short = canvas.pick((canvas.near(legal), legal - 60, 540, 540))
    second = canvas.piece(first.last + short, canvas.pick((120, 300, 420)))
    pieces, limit = [first, second], 2 * legal - short
    day = day_of(second.first)
    if day == day_of(first.first):
        return Scene(pieces=pieces)
    ends = midnight_minute(day + timedelta(days=1 + canvas.value("delay")))
    rests = (*(limit - 1,) * 6, limit, legal, 600)
    while pieces[-1].last + limit + 300 < ends:
        work = canvas.pick((240, 420, 540))
        pieces.append(canvas.piece(pieces[-1].last + canvas.pick(rests), work))
        if canvas.rng.random() < 0.1:
            lag = canvas.pick((120, 300))
            call = pieces[-1].last + lag
            pieces.append(Piece(first=call, last=call + 45, what="call", site=""))
    if canvas.rng.random() < 0.9:
        begin = max(pieces[-1].last + 300, ends - canvas.pick((120, 300)))
        begin = min(begin, pieces[-1].last + limit - 1)
        last = canvas.piece(begin, 60, breaks=False)
        last.last = max(begin + 30, ends + canvas.pick((-1, 0, 1)))
        pieces.append(last)
    for piece in pieces:
        piece.dispositif = canvas.pick((piece.dispositif, "d", "e"))
    return Scene(pieces=pieces)


def owed_long_days(canvas: Canvas) -> Scene:
    """A rest cut short, then days as long as the law lets them be, some of them not decided."""
    legal, short = canvas.value("rest"), 540
    clock = midnight_minute(canvas.week()) + canvas.pick((17, 41)) * HOUR
    pieces = [Piece(first=clock, last=clock + 5 * HOUR)]
    for rest in (short, *(2 * legal - short - canvas.pick((0, *(1,) * 7)) for _ in range(3))):
        first = pieces[-1].last + rest
        pieces.append(Piece(first=first, last=first + 285))
        pieces.append(Piece(first=first + 485, last=first + 13 * HOUR - canvas.pick((0, 5))))
    for piece in pieces[: canvas.pick((0, 3, 6, 7, 8))]:
        piece.what = "fixed"
    return Scene(pieces=pieces)


#: How often an intervention of the on-call cuts the rest.
CALLS = {"oncall_rest": 0.85}


def half_of_the_holidays(canvas: Canvas) -> Scene:
    """Work on days in a row from an end of school holidays, up to half of them or a day more."""
    (begins, ends), *_ = canvas.who.holiday_jobs[0].breaks
    length = (ends - begins).days + 1
    number = length // canvas.value("share") + canvas.pick((-1, 0, 0, 1))
    first = begins if canvas.rng.random() < 0.5 else ends - timedelta(days=number - 1)
    pieces = [
        canvas.piece(
            midnight_minute(first + timedelta(days=n)) + canvas.pick((480, 600)), 120, breaks=False
        )
        for n in range(number)
        if n in (0, number - 1) or canvas.rng.random() < 0.9
    ]
    return Scene(pieces=pieces)


def days_in_row(canvas: Canvas) -> Scene:
    """Work on almost every day, some of it over midnight."""
    first = midnight_minute(canvas.week()) - canvas.pick((0, 2, 4)) * DAY
    pieces = []
    for number in range(canvas.rng.randint(5, 14)):
        if canvas.rng.random() < 0.08:
            continue
        start = first + number * DAY + canvas.pick((420, 540, 540, 840, 1320))
        pieces.append(canvas.piece(start, canvas.pick((120, 300, 420)), breaks=False))
    return Scene(pieces=pieces)
