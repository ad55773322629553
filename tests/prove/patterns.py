"""What a day of work may look like: posts, breaks, nights, classes, calls, in UTC minutes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from scheduler.domain.duty import Break, BreakKind, DutyKind
from scheduler.domain.people import Mediator
from scheduler.domain.time import Span, midnight_minute

DAY = timedelta(days=1)
HOUR = 60


@dataclass(kw_only=True)
class Piece:
    """A stretch of UTC minutes; breaks as (minutes, place from the start or None, kind)."""

    first: int
    last: int
    kind: DutyKind = DutyKind.WORK
    breaks: tuple[tuple[int, int | None, BreakKind], ...] = ()
    site: str = "s1"
    dispositif: str = "d"

    @property
    def span(self) -> Span:
        """When it is."""
        return Span.of_minutes(self.first, self.last)

    def pauses(self) -> tuple[Break, ...]:
        """Return the breaks as the domain has them."""
        return tuple(
            Break(
                minutes=minutes,
                start=None if spot is None else Span.of_minutes(self.first + spot, self.last).start,
                kind=kind,
            )
            for minutes, spot, kind in self.breaks
        )


def pieces_of(rng: Random, who: Mediator, since: date, until: date) -> list[Piece]:
    """Draw each day of a stretch, by a style that the person mostly keeps to."""
    style = rng.choice(tuple(STYLES))
    off = rng.choice((0.1, 0.25, 0.35))
    pieces: list[Piece] = []
    day = since
    while day <= until:
        if rng.random() >= off:
            usual = rng.random() < 0.8
            pattern = rng.choice(STYLES[style] if usual else STYLES["mixed"])
            made = list(pattern(rng, who, day, pieces))
            for piece in made:
                _place(rng, piece, pieces)
        day += DAY
    return pieces


def _place(rng: Random, piece: Piece, pieces: list[Piece]) -> None:
    """Add a piece after what is there: nobody is at two posts at once here."""
    busy = [p for p in pieces if p.kind is not DutyKind.STANDBY]
    end = max((p.last for p in busy), default=piece.first)
    if piece.kind is DutyKind.STANDBY or piece.first >= end:
        pieces.append(piece)
        return
    shift = end + rng.choice((0, 19, 20, 30, 11 * HOUR)) - piece.first
    if shift < 15 * HOUR:
        piece.first, piece.last = piece.first + shift, piece.last + shift
        pieces.append(piece)


def _breaks(
    rng: Random, work: int, short: int
) -> tuple[int, tuple[tuple[int, int | None, BreakKind], ...]]:
    """Return how much longer a post is for its breaks, and those."""
    if work < 2 * HOUR or rng.random() < 0.3:
        return 0, ()
    minutes = rng.choice((short - 1, short, short, 30, 45, 60))
    spot = rng.choice((None, work // 2, rng.randint(0, work), min(work, 360), min(work, 361)))
    kind = rng.choice((BreakKind.UNPAID,) * 4 + (BreakKind.PAID, BreakKind.WATCH))
    if kind is BreakKind.WATCH:
        spot = None if spot is None else min(spot, work - minutes)
        return 0, ((minutes, spot, kind),)
    if rng.random() < 0.1:
        again = rng.choice((5, 10, short))
        return minutes + again, ((minutes, spot, kind), (again, None, kind))
    return minutes, ((minutes, spot, kind),)


def _post(rng: Random, who: Mediator, day: date, first: int, work: int) -> Piece:
    more, breaks = _breaks(rng, work, 30 if who.minor_on(day) else 20)
    return Piece(
        first=first,
        last=first + work + more,
        breaks=breaks,
        site=rng.choice(("s1", "s1", "s1", "s2", "")),
        dispositif=rng.choice(("d", "d", "d", "e")),
    )


def _near(rng: Random, value: int) -> int:
    return value + rng.choice((-1, 0, 0, 1))


def plain(rng: Random, who: Mediator, day: date, _: list[Piece]) -> Iterator[Piece]:
    """One post by day, of usual length or on a limit."""
    start = midnight_minute(day) + rng.choice((360, 420, 480, 540, 600, 840))
    limits = (480, 270) if who.minor_on(day) else (600, 360, 480)
    work = rng.choice((420, 420, 450, 480, 528, _near(rng, rng.choice(limits))))
    yield _post(rng, who, day, start, work)


def split(rng: Random, who: Mediator, day: date, _: list[Piece]) -> Iterator[Piece]:
    """Two or three posts with gaps, short or long, the day on its span or total now and then."""
    clock = midnight_minute(day) + rng.choice((300, 420, 480, 600))
    first = clock
    for _number in range(rng.choice((2, 2, 3))):
        work = rng.choice((60, 120, 180, 240, _near(rng, 180), _near(rng, 300)))
        piece = _post(rng, who, day, clock, work)
        yield piece
        clock = piece.last + rng.choice((0, 10, 19, 20, 21, 29, 30, 60, 120, 240))
    if rng.random() < 0.3:
        end = first + _near(rng, 780)
        if end - 60 > clock:
            yield Piece(first=end - 60, last=end)


def evening(rng: Random, who: Mediator, day: date, _: list[Piece]) -> Iterator[Piece]:
    """An afternoon and evening, often to midnight sharp."""
    end = midnight_minute(day + DAY) + rng.choice((0, 0, 0, -120, -121, -240, 30, 1))
    work = rng.choice((240, 360, 420, 480))
    piece = _post(rng, who, day, end - work, work)
    shift = piece.last - end
    piece.first, piece.last = piece.first - shift, end
    yield piece


def night(rng: Random, who: Mediator, day: date, _: list[Piece]) -> Iterator[Piece]:
    """A night, over the change of clocks as well."""
    start = midnight_minute(day) + rng.choice((1230, 1260, 1290, 1320, 1380))
    yield _post(rng, who, day, start, rng.choice((420, 450, 480, 481, 510, 600, 601)))


def rested(rng: Random, who: Mediator, day: date, before: list[Piece]) -> Iterator[Piece]:
    """A post that begins as a rest ends, a minute early or late."""
    rest = 660
    if who.minor_on(day):
        rest = rng.choice((720, 840))
    end = max((p.last for p in before if p.kind is not DutyKind.STANDBY), default=0)
    begin = end + _near(rng, rest)
    if not midnight_minute(day) <= begin < midnight_minute(day + DAY):
        yield from plain(rng, who, day, before)
        return
    yield _post(rng, who, day, begin, rng.choice((240, 360, 480, 540)))


def lesson(rng: Random, _: Mediator, day: date, __: list[Piece]) -> Iterator[Piece]:
    """A day at the training centre, with a lunch or without, and a post after it at times."""
    start = midnight_minute(day) + rng.choice((480, 510, 540))
    breaks = rng.choice((((60, 240, BreakKind.UNPAID),), ((45, None, BreakKind.UNPAID),), ()))
    yield Piece(first=start, last=start + 480, kind=DutyKind.TRAINING, breaks=breaks, site="cfa")
    if rng.random() < 0.15:
        begin = start + 480 + rng.choice((0, 20, 30, 60))
        yield Piece(first=begin, last=begin + 120)


def on_call(rng: Random, who: Mediator, day: date, before: list[Piece]) -> Iterator[Piece]:
    """A day, then a standby over the night, which calls interrupt."""
    yield from plain(rng, who, day, before)
    start = midnight_minute(day) + 1200
    yield Piece(first=start, last=start + 11 * HOUR, kind=DutyKind.STANDBY, site="")
    call = start + rng.choice((30, 150, 360, 480))
    if rng.random() < 0.6:
        yield Piece(
            first=call, last=call + rng.choice((20, 45, 90)), kind=DutyKind.INTERVENTION, site=""
        )


def full(rng: Random, who: Mediator, day: date, before: list[Piece]) -> Iterator[Piece]:
    """A day that brings the week's total onto a limit, if it can."""
    limits = (2100,) if who.minor_on(day) else (2880, 2640, 2100)
    monday = midnight_minute(day - timedelta(days=day.weekday()))
    done = sum(
        p.last - p.first - sum(m for m, _, kind in p.breaks if kind is not BreakKind.WATCH)
        for p in before
        if p.first >= monday and p.kind is not DutyKind.STANDBY
    )
    left = _near(rng, rng.choice(limits)) - done
    if 60 <= left <= 720:
        start = midnight_minute(day) + rng.choice((420, 540))
        yield Piece(first=start, last=start + left)
    else:
        start = midnight_minute(day) + 480
        yield Piece(first=start, last=start + rng.choice((528, 576, 480)))


STYLES = {
    "day": (plain, plain, rested),
    "split": (split, split, plain),
    "night": (night, night, evening),
    "evening": (evening, rested),
    "apprentice": (lesson, plain, split),
    "on call": (on_call, on_call, plain),
    "full": (full, full, full, plain),
    "mixed": (plain, split, night, evening, rested, lesson, on_call, full),
}
