"""Rotas drawn on the limits of the agreements' own rules."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from scheduler.domain.duty import BreakKind
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import Employer, ExceptionalDay, Route, Scheme
from scheduler.domain.people import Mediator
from scheduler.domain.rota import Rota
from scheduler.domain.time import midnight_minute, week_span
from scheduler.domain.timeline import Timeline
from scheduler.rule import Rule
from tests.constraints.drawn import SEASONS, days
from tests.constraints.drawn.busy import busy
from tests.constraints.drawn.people import person
from tests.constraints.drawn.pieces import DAY, Canvas, Piece, Scene, Target
from tests.constraints.drawn.problems import horizon_of, rota_of
from tests.constraints.drawn.weeks import elastic, full_week

TYPE_B = Scheme(route=Route.AGREEMENT, start=date(2020, 1, 1), months=12, article="5.7.3")


def one_cut(canvas: Canvas) -> Scene:
    """Days of one or two posts, cut or not, by a minute."""
    pause = canvas.value("pause")
    pieces: list[Piece] = []
    for number in range(canvas.pick((1, 2, 3))):
        clock = midnight_minute(canvas.day()) + canvas.pick((0, 420, 600, 1080, 1300)) + number
        piece = canvas.piece(clock, canvas.pick((120, 240, 400)))
        if canvas.rng.random() < 0.6:
            spot = canvas.pick((None, 60, 0))
            kind = canvas.pick((BreakKind.UNPAID, BreakKind.PAID, BreakKind.WATCH))
            minutes = canvas.pick((pause - 1, pause, pause, pause + 1))
            piece.breaks = ((minutes, spot, kind),)
            piece.last += minutes
        pieces.append(piece)
        for _ in range(canvas.pick((0, 1, 1, 2))):
            gap = canvas.pick(
                (pause - 1, pause, pause, 0, 10, canvas.travel, canvas.travel + pause)
            )
            following = canvas.piece(pieces[-1].last + gap, canvas.pick((20, 90, 180)))
            following.site = canvas.pick(("s1", "s1", "s2"))
            pieces.append(following)
    return Scene(pieces=pieces)


def evenings(canvas: Canvas) -> Scene:
    """Three to five evenings of a week that end near the hour, or after midnight."""
    monday = canvas.week()
    first = [midnight_minute(monday + timedelta(days=n)) for n in range(-1, 7)]
    after = canvas.value("after")
    pieces: list[Piece] = []
    for begin in sorted(canvas.rng.sample(first, canvas.pick((3, 4, 4, 5, 6)))):
        piece = canvas.piece(begin + after - canvas.pick((120, 300)), 60)
        piece.last = begin + after + canvas.pick((0, 0, 1, 1, 30, 300))
        if piece.breaks and canvas.rng.random() < 0.5:
            piece.breaks = ((canvas.pick((1, 30, 31)), None, BreakKind.UNPAID),)
        elif piece.breaks:
            piece.breaks = ()
        pieces.append(piece)
        if canvas.rng.random() < 0.2:
            pieces.append(canvas.piece(piece.last + 30, 60))
    return Scene(pieces=pieces)


def free_days(canvas: Canvas) -> Scene:
    """Weeks in which two or three days are free, together or apart, and nights that bite."""
    pieces: list[Piece] = []
    monday = canvas.monday - timedelta(days=7)
    for week in range(3):
        for number in range(7):
            keep = 0.25 if number in (5, 6) else canvas.pick((0.5, 0.9))
            if canvas.rng.random() > keep:
                continue
            start = midnight_minute(monday + timedelta(days=7 * week + number))
            clock = canvas.pick((420, 540, 840, 1320))
            pieces.append(canvas.piece(start + clock, canvas.pick((120, 300, 400)), breaks=False))
    return Scene(pieces=pieces)


def long_pause(canvas: Canvas) -> Scene:
    """A stretch of forty-eight hours that isn't two days, in a week worked every day else."""
    begin = week_span(canvas.week()).first + canvas.pick((0, 1, 2, 3, 4)) * DAY
    begin += canvas.pick((300, 600, 1200))
    end = begin + canvas.near(2 * DAY)
    pieces: list[Piece] = []
    clock = begin - 240
    while clock > begin - 6 * DAY:
        pieces.append(canvas.piece(clock, 240, breaks=False))
        clock -= DAY
    clock = end
    while clock < end + 6 * DAY:
        pieces.append(canvas.piece(clock, 240, breaks=False))
        clock += DAY
    return Scene(pieces=pieces)


def long_night(canvas: Canvas) -> Scene:
    """Night work onto the minute at which the break is due, in one post or two."""
    trigger, pause = canvas.value("trigger"), canvas.value("pause")
    evening = midnight_minute(canvas.day()) + canvas.value("begins")
    first = evening - canvas.pick((0, 0, 30, 240))
    total = canvas.near(canvas.pick((trigger, trigger, 2 * trigger)))
    pieces: list[Piece] = []
    for work in canvas.split(total, canvas.pick((1, 1, 2, 3))):
        piece = canvas.piece(
            first, work + (evening - first if first < evening else 0), breaks=False
        )
        if canvas.rng.random() < 0.5:
            minutes = canvas.pick((pause - 1, pause, pause))
            kind = canvas.pick((BreakKind.UNPAID, BreakKind.PAID, BreakKind.WATCH))
            spot = canvas.pick((None, (piece.last - piece.first) // 2))
            piece.breaks = ((minutes, spot, kind),)
            piece.last += minutes
        pieces.append(piece)
        first = piece.last + canvas.pick((0, 0, pause - 1, pause))
    if canvas.rng.random() < 0.3:
        pieces.append(canvas.piece(evening - canvas.pick((600, 800)), 60))
    return Scene(pieces=pieces)


def six_weeks(canvas: Canvas) -> Scene:
    """Six weeks onto six times the average."""
    average, count = canvas.value("average"), canvas.value("weeks")
    last = canvas.pick((canvas.monday, canvas.monday + timedelta(days=7)))
    pieces: list[Piece] = []
    for number in range(count - 1, -1, -1):
        week = full_week(canvas, last - timedelta(weeks=number), average)
        if number == 0:
            elastic(canvas, week, week_span(last))
        pieces += week
    begins = week_span(last - timedelta(weeks=count - 1)).first

    def measure(timeline: Timeline) -> int:
        return sum(d.work_between(begins, week_span(last).last) for d in timeline.working)

    total = canvas.near(count * average)
    return Scene(pieces=pieces, target=Target(measure=measure, value=total))


SCENES: dict[str, tuple[Callable[[Canvas], Scene], ...]] = {
    "ccn_aci_amplitude": (days.day_span("most"),),
    "ccn_aci_break_30min": (one_cut, one_cut, days.gaps(30)),
    "ccn_alisfa_amplitude": (days.day_span("usual"), days.day_span("most")),
    "ccn_alisfa_evenings": (evenings,),
    "ccn_alisfa_work_periods": (days.gaps(20, most=5),),
    "ccn_eclat_avg6_44h": (six_weeks,),
    "ccn_eclat_break_45min": (one_cut, one_cut, days.gaps(45)),
    "ccn_eclat_night_break": (long_night,),
    "ccn_eclat_one_interruption": (days.gaps(45, 20, most=5),),
    "ccn_eclat_two_rest_days": (free_days, long_pause, days.days_in_row),
    "ccn_missions_locales_work_periods": (days.gaps(20, most=4),),
    "ccn_two_rest_days_incl_sunday": (free_days, free_days, days.days_in_row),
}


def drawn(rule: Rule, seed: int) -> Rota:
    """Return the rota of a seed, mostly on the rule's own limits."""
    rng = Random(f"{rule.id}-{seed}")
    monday = rng.choice((SEASONS[0], *SEASONS))
    who = person(rng, rule.id, monday, 0)
    if rule.id == "ccn_eclat_avg6_44h":
        who = _annual(who)
    canvas = Canvas(
        rng=rng,
        rule=rule,
        monday=monday,
        horizon=horizon_of(rng, monday),
        who=who,
        travel=rng.choice((0, 20, 31)),
    )
    scene = rng.choice(SCENES.get(rule.id, (busy,))) if rng.random() < 0.85 else busy
    rota = rota_of(scene(canvas), canvas, (who,))
    employer = rng.choice((Employer(), *[Employer(schemes=(TYPE_B,))] * 5))
    if rule.id == "ccn_alisfa_amplitude":
        marked = tuple(
            ExceptionalDay(day=day, why="fête")
            for day in (monday + timedelta(days=n) for n in range(-7, 28))
            if rng.random() < 0.5
        )
        employer = replace(employer, exceptional=marked)
    return replace(rota, problem=replace(rota.problem, employer=employer))


def _annual(who: Mediator) -> Mediator:
    return replace(who, contracts=tuple(replace(c, basis=HoursBasis.YEAR) for c in who.contracts))
