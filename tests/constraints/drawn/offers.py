"""
Problems with more posts than anybody may hold: whichever rule is taken away, one is broken.

Drawn rotas sit on a rule's limits, but often on others' too; here the solver chooses.
"""

from datetime import date, timedelta
from random import Random

from scheduler.domain.duty import Break, Duty, DutyKind
from scheduler.domain.employment.employer import Outside
from scheduler.domain.employment.grounds import Ground, GroundKind
from scheduler.domain.people import Absence, Mediator, Pair, PairKind
from scheduler.domain.problem import Lock, Problem, Training, Worked
from scheduler.domain.slots import Need, Slot
from scheduler.domain.time import Span, midnight, midnight_minute
from scheduler.rule import Rule
from tests.constraints.drawn.limits import drawn_limits, drawn_successions
from tests.constraints.drawn.people import person
from tests.constraints.drawn.problems import ALL_ROLES, HOLIDAYS
from tests.constraints.drawn.weeks import past_nights, past_weeks

HOUR = 60
#: Rules whose base demands nothing unless urgent works are recorded.
HEEDING = frozenset({"daily_rest_owed"})
MONDAYS = (date(2026, 10, 19), date(2027, 3, 22), date(2027, 4, 26))
MARKS = ("binome", "vehicle", "supervised")
#: Hours of posts, (begin, end, minute at which a break of half an hour begins or None).
POSTS = (
    (7 * HOUR, 14 * HOUR + 30, 10 * HOUR + 30),
    (8 * HOUR, 12 * HOUR, None),
    (8 * HOUR, 10 * HOUR, None),
    (12 * HOUR + 30, 16 * HOUR + 30, None),
    (9 * HOUR, 15 * HOUR, None),
    (9 * HOUR, 13 * HOUR + 40, None),
    (14 * HOUR, 21 * HOUR, 17 * HOUR),
    (17 * HOUR, 21 * HOUR, None),
    (18 * HOUR, 22 * HOUR + 30, None),
    (20 * HOUR, 24 * HOUR, None),
    (22 * HOUR, 30 * HOUR, 26 * HOUR),
    (21 * HOUR, 31 * HOUR, 26 * HOUR),
    (24 * HOUR, 28 * HOUR, None),
)


def offered(rule: Rule, seed: int, *, team: int) -> Problem:
    """Return the problem of a seed: some people whom the rule concerns, and a lot of posts."""
    rng = Random(f"offres-{rule.id}-{seed}")
    monday = rng.choice(MONDAYS)
    horizon = Span(midnight(monday), midnight(monday + timedelta(days=14)))
    people = tuple(person(rng, rule.id, monday, n) for n in range(team))
    slots = tuple(
        slot for slot in _slots(rng, monday, alone=team == 1) if slot.span.first < horizon.last
    )
    duties = [slot.duty for slot in slots]
    return Problem(
        horizon=horizon,
        limits=drawn_limits(seed, rule.id, horizon, people, duties),
        successions=drawn_successions(seed, rule.id, horizon, duties),
        mediators=people,
        slots=slots,
        history=tuple(
            Worked(mediator=who.id, duty=duty)
            for who in people
            for duty in (*_past(rng, monday), *_calls(rng, monday), *_mandates(rule, monday))
        ),
        outside=tuple(
            Outside(mediator=who.id, monday=monday, minutes=10 * HOUR)
            for who in people
            if rng.random() < 0.2
        ),
        trainings=tuple(_classes(rng, monday, people)),
        absences=tuple(
            Absence(mediator=who.id, span=rng.choice(slots).span)
            for who in people
            if rng.random() < 0.3
        ),
        pairs=()
        if team == 1
        else (Pair(first="m0", second="m1", kind=rng.choice(list(PairKind))),),
        grounds=tuple(
            Ground(kind=kind, since=date(2020, 1, 1), ground="essai")
            for kind in (GroundKind.SUNDAY, GroundKind.MAY_FIRST, GroundKind.NIGHT)
            if rng.random() < 0.75
        )
        + tuple(
            Ground(kind=GroundKind.URGENT, since=date(2020, 1, 1), ground="essai")
            for heeding in HEEDING
            if heeding == rule.id
        ),
        locks=()
        if rng.random() < 0.7
        else (Lock(mediator=people[0].id, slot=rng.choice(slots).id, by="resp", why="essai"),),
        holidays=HOLIDAYS,
        travel=(("s1", "s2", 20),),
        vehicles=(("ag", rng.choice((1, 2))),),
        known_since=date(2025, 9, 1),
    )


def _slots(rng: Random, monday: date, *, alone: bool) -> list[Slot]:
    collected = []
    for day in range(14):
        begin = midnight_minute(monday + timedelta(days=day))
        for number, (first, last, pause) in enumerate(rng.sample(POSTS, 7)):
            span = Span.of_minutes(begin + first, begin + last)
            breaks: tuple[Break, ...] = ()
            if pause is not None and rng.random() < 0.8:
                where = Span.of_minutes(begin + pause, begin + last).start
                breaks = (Break(minutes=30, start=where),)
            marks = dict.fromkeys(MARKS, False) if alone else {m: rng.random() < 0.3 for m in MARKS}
            collected.append(
                Slot(
                    id=f"s{day:02}{number}",
                    span=span,
                    dispositif="d",
                    agency="ag",
                    site=rng.choice(("s1", "s1", "s2")),
                    needs=(Need(roles=ALL_ROLES, minimum=0, target=2, maximum=2),),
                    breaks=breaks,
                    binome=marks["binome"],
                    vehicle=marks["vehicle"],
                    supervised=marks["supervised"],
                )
            )
    return collected


def _past(rng: Random, monday: date) -> tuple[Duty, ...]:
    kind = rng.choice(("none", "none", "weeks", "nights", "light"))
    if kind == "weeks":
        return past_weeks(monday, 11 * HOUR)
    if kind == "light":
        return past_weeks(monday, 9 * HOUR)
    if kind == "nights":
        return past_nights(monday, 3, 2, 4 * HOUR)
    return ()


def _calls(rng: Random, monday: date) -> list[Duty]:
    """Interventions of the on-call, now and then, in the middle of a rest."""
    collected = []
    for day in range(1, 14) if rng.random() < 0.3 else ():
        first = midnight_minute(monday + timedelta(days=day)) + 90
        if rng.random() < 0.3:
            collected.append(
                Duty(
                    id=f"c{day}",
                    span=Span.of_minutes(first, first + 30),
                    kind=DutyKind.INTERVENTION,
                    decided=False,
                )
            )
    return collected


def _mandates(rule: Rule, monday: date) -> list[Duty]:
    """Hours of delegation on a morning of each week, for the rule that speaks of them."""
    return [
        Duty(
            id=f"d{day}",
            span=Span.of_minutes(first + 9 * HOUR, first + 11 * HOUR),
            kind=DutyKind.DELEGATION,
            decided=False,
        )
        for day in ((2, 9) if rule.id == "delegation_overlap" else ())
        for first in (midnight_minute(monday + timedelta(days=day)),)
    ]


def _classes(rng: Random, monday: date, people: tuple[Mediator, ...]) -> list[Training]:
    collected = []
    for who in people:
        for day in rng.choice(((), (1, 2), (0, 1, 2, 3, 4))):
            first = midnight_minute(monday + timedelta(days=day)) + 510
            collected.append(
                Training(
                    mediator=who.id,
                    id=f"t{who.id}{day}",
                    span=Span.of_minutes(first, first + 480),
                    breaks=(Break(minutes=60),),
                )
            )
    return collected
