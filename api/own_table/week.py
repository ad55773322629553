"""Find the usual week of a rota: which slots come back, on which days, held by how many."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import combinations
from typing import NamedTuple, TypeVar

from api.data.association import Association
from api.french.moments import clock_hours, hours_words
from api.planning.names import names_of
from scheduler.domain.duty import Break, BreakKind, Duty, DutyKind
from scheduler.domain.problem import Worked
from scheduler.domain.slots import SlotKind, kind_by_hours
from scheduler.domain.time import PARIS, Span

LONGEST_WITHOUT = 6 * 60
"""Minutes of work from which on a break is due (L3121-16)."""

LONGEST_BREAK = 3 * 60
"""Minutes between two halves of a day that are a break, and no more two shifts."""

DAY = 24 * 60
Some = TypeVar("Some")


class Shape(NamedTuple):
    """What makes two slots the same: where they are, and their hours on the clock."""

    dispositif: str
    site: str
    standby: bool
    start: time
    end: time


@dataclass(frozen=True, kw_only=True)
class UsualSlot:
    """
    A slot that a rota shows, with how many usually hold it on each day of the week from Monday.

    `shifts`: how many there are in all, and `holders` who has one. `pause`: minutes of break, as
    most of them have it (None: no file tells), and `at` when it begins (None: at no time of its
    own). `team`: what tells it from the slots of its place that it overlaps.
    `there`: the association has it already.
    """

    shape: Shape
    kind: SlotKind
    counts: tuple[int, ...]
    shifts: int
    holders: frozenset[str]
    since: date
    pause: int | None
    at: time | None
    paid: bool
    hours: str
    place: str
    team: str
    there: bool

    @property
    def groups(self) -> dict[int, list[int]]:
        """Days of the week by how many people hold the slot then: each needs rows of its own."""
        days: dict[int, list[int]] = defaultdict(list)
        for day, count in enumerate(self.counts):
            if count:
                days[count].append(day)
        return dict(days)

    @property
    def needs_break(self) -> bool:
        """Whether nobody may hold the slot without a break, and no file tells one."""
        return not (self.shape.standby or self.pause) and _lasts(self.shape) >= LONGEST_WITHOUT


def usual_week(
    worked: Iterable[Worked], association: Association, chosen: Sequence[Mapping[str, str]]
) -> tuple[UsualSlot, ...]:
    """
    Return the slots of the shifts of a rota, by place and hours.

    `chosen`: what each dispositif of the rota, and each site, is in the association.

    How many usually hold one on a Monday is what most Mondays show, of those on which anybody
    works; of two that are as frequent, the larger.
    """
    shifts: dict[Shape, list[Duty]] = defaultdict(list)
    holders: dict[Shape, set[str]] = defaultdict(set)
    days: dict[int, set[date]] = defaultdict(set)
    for each in worked:
        if each.duty.is_post:
            shifts[shape_of(each.duty)].append(each.duty)
            holders[shape_of(each.duty)].add(each.mediator)
            days[each.duty.span.day.weekday()].add(each.duty.span.day)
    teams, names = _teams(shifts), names_of(association)
    recorded = {(t.dispositif, t.site, t.start, t.end) for t in association.templates}
    # A rota that tells no place tells the slots of any: they would be asked for twice.
    recorded |= {(dispositif, "", start, end) for dispositif, _, start, end in recorded}
    return tuple(
        UsualSlot(
            shape=shape,
            kind=SlotKind.STANDBY if shape.standby else kind_by_hours(there[0].span),
            counts=tuple(_usual(there, days[day]) for day in range(7)),
            shifts=len(there),
            holders=frozenset(holders[shape]),
            since=min(duty.span.day for duties in shifts.values() for duty in duties),
            pause=most([_pause(duty) for duty in there if duty.breaks_known]),
            at=most([at for duty in there if (at := _begins(duty)) is not None]),
            paid=any(b.kind is BreakKind.PAID for duty in there for b in duty.breaks),
            hours=hours_words(*_ends(there[0].span)),
            place=names.where_held(there[0]),
            team=teams.get(shape, ""),
            there=(*_ids(shape, chosen), shape.start, shape.end) in recorded,
        )
        for shape, there in sorted(shifts.items())
    )


def _ids(shape: Shape, chosen: Sequence[Mapping[str, str]]) -> tuple[str, str]:
    dispositifs, sites = chosen
    return dispositifs.get(shape.dispositif, ""), sites.get(shape.site, "")


def joined(worked: Sequence[Worked]) -> tuple[Worked, ...]:
    """
    Return shifts in which the two halves of a day, « 9h-12h / 13h-17h », are one with a break.

    Halves come from one cell or row, whose number their ids end with.
    """
    kept: list[Worked] = []
    for each in sorted(worked, key=lambda w: (w.mediator, _cell(w.duty), w.duty.order)):
        last = kept[-1] if kept else None
        whole = None if last is None else _whole(last, each)
        if whole is None:
            kept.append(each)
        else:
            kept[-1] = whole
    return tuple(sorted(kept, key=lambda w: w.duty.order))


def _whole(first: Worked, second: Worked) -> Worked | None:
    """Return two halves of a day as one shift (None: they aren't that)."""
    morning, afternoon = first.duty, second.duty
    gap = afternoon.span.first - morning.span.last
    same = replace(afternoon, id=morning.id, span=morning.span, breaks=morning.breaks)
    if (first.mediator, _cell(morning)) != (second.mediator, _cell(afternoon) or None):
        return None
    if same != morning or not morning.is_post or not 0 < gap <= LONGEST_BREAK:
        return None
    between = Break(minutes=gap, start=morning.span.end)
    breaks = (*morning.breaks, between, *afternoon.breaks)
    span = Span(morning.span.start, afternoon.span.end)
    return replace(first, duty=replace(morning, span=span, breaks=breaks, breaks_known=True))


def _cell(duty: Duty) -> str:
    return duty.id.rpartition("/")[0]


def shape_of(duty: Duty) -> Shape:
    """Return the shape of a shift."""
    start, end = _ends(duty.span)
    standby = duty.kind is DutyKind.STANDBY
    return Shape(duty.dispositif, duty.site, standby, start.time(), end.time())


def _ends(span: Span) -> tuple[datetime, datetime]:
    return span.start.astimezone(PARIS), span.end.astimezone(PARIS)


def _usual(duties: Sequence[Duty], days: Iterable[date]) -> int:
    """Return by how many people a slot is usually held on some days."""
    holders = Counter(duty.span.day for duty in duties)
    return most([holders[day] for day in days]) or 0


def most(values: Sequence[Some]) -> Some | None:
    """Return the most frequent of some values, of several the largest (None: there is none)."""
    often = Counter(values)
    return max(often, key=lambda value: (often[value], value), default=None)


def _begins(duty: Duty) -> time | None:
    """Return when a shift's only break begins."""
    starts = [pause.start for pause in duty.breaks]
    return starts[0].astimezone(PARIS).time() if len(starts) == 1 and starts[0] else None


def _pause(duty: Duty) -> int:
    return sum(pause.minutes for pause in duty.breaks)


def _teams(shapes: Mapping[Shape, object]) -> dict[Shape, str]:
    """Name a team for each shape that overlaps another of its place: two may not otherwise."""
    teams: dict[Shape, str] = {}
    for shape, other in combinations(sorted(shapes), 2):
        if shape[:3] == other[:3] and _overlap(shape, other):
            for each in (shape, other):
                teams.setdefault(each, clock_hours(each.start, each.end, over=False))
    return teams


def _overlap(shape: Shape, other: Shape) -> bool:
    """Whether two slots share a minute of a day, a night's end being in the next one."""
    apart = (_minutes(other.start) - _minutes(shape.start)) % DAY
    return apart < _lasts(shape) or DAY - apart < _lasts(other)


def _lasts(shape: Shape) -> int:
    return (_minutes(shape.end) - _minutes(shape.start) - 1) % DAY + 1


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
