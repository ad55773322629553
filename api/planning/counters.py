"""
Count a person's hours of a month by kind and by time of day, and their nights and days of rest.

Every page and document that shows them has them from here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from api.french.plural import plural
from api.french.words import hours
from constraints.counters.days.tally import tally, total_between
from constraints.counters.lines.forfait import forfait_lines
from constraints.counters.sheet import ForfaitLine
from constraints.counters.terms import terms_of
from constraints.registry import base
from constraints.shape import ShapeGoal
from scheduler.domain.duty import Duty
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Problem
from scheduler.domain.rhythm import RhythmKind
from scheduler.domain.rota import Rota
from scheduler.domain.sharing.hours import (
    CARRIED,
    due_parts,
    minutes_due,
    owed_by_end,
    paid_minutes,
)
from scheduler.domain.slots import SlotKind
from scheduler.domain.time import SATURDAY, SUNDAY
from scheduler.domain.worktime.hard_hours import is_night
from scheduler.rule import PersonRule

_ORDER = tuple(RhythmKind)

SHAPES = tuple(
    sorted(
        (goal for goal in base().goals if isinstance(goal, ShapeGoal)),
        key=lambda goal: _ORDER.index(goal.kind),
    )
)


def workers_of(problem: Problem) -> frozenset[str]:
    """
    Return who may hold a post that is work: others have no hours to compare with a contract.

    Being on call is none: its hours would never meet those of a contract.
    """
    return frozenset(
        person
        for person, slots in problem.candidates.items()
        if any(slot.kind is not SlotKind.STANDBY for slot in slots)
    )


def rhythm_words(rota: Rota, mediator: Mediator) -> str:
    """
    Write which shapes a person's weeks have: `4 jours isolés, 2 retours rapides`.

    Those that cost nothing are left out, as RH decided (`rythme.csv`).
    """
    counts = (
        (goal, goal.count(rota, mediator))
        for goal in SHAPES
        if goal.price_for(rota.problem, mediator)
    )
    return ", ".join(plural(count, goal.noun, goal.nouns) for goal, count in counts if count)


def by_rhythm(rota: Rota) -> list[tuple[Mediator, str]]:
    """Return the people whose weeks have such shapes, with the words, the worst off first."""
    words = [(m, rhythm_words(rota, m)) for m in rota.problem.mediators]
    return sorted(
        ((m, text) for m, text in words if text),
        key=lambda line: (-sum(goal.paid(rota, line[0]) for goal in SHAPES), line[0].name),
    )


WEEKEND = frozenset({SATURDAY, SUNDAY})

WHAT_COUNTS = (
    "Une nuit, un samedi, un dimanche ou un jour férié travaillé est celui où un service commence. "
    "Les heures comptent le jour où elles tombent, de 0 h à 24 h : une nuit du samedi donne des "
    "heures de dimanche, sans faire un dimanche travaillé."
)
"""What both numbers mean, for those who read them side by side."""


@dataclass(frozen=True, kw_only=True)
class Begun:
    """
    Nights, and Saturdays, Sundays and public holidays worked.

    A duty is of the day on which it begins, as in fairness: a night of Saturday that ends on Sunday
    morning is a Saturday's. Its hours after midnight are Sunday's all the same (`Counters.sunday`).
    `nights` counts duties (`is_night`), the others days, once each; `days_off`: days that are one
    of the three, each once.
    """

    nights: int
    saturdays: int
    sundays: int
    holidays: int
    days_off: int


def begun(duties: Iterable[Duty], holidays: Collection[date]) -> Begun:
    """Count the nights and the days of rest of duties; on-call isn't work and counts for none."""
    working = [duty for duty in duties if duty.counts]
    days = {duty.span.day for duty in working}
    return Begun(
        nights=sum(map(is_night, working)),
        saturdays=sum(day.weekday() == SATURDAY for day in days),
        sundays=sum(day.weekday() == SUNDAY for day in days),
        holidays=sum(day in holidays for day in days),
        days_off=sum(day.weekday() in WEEKEND or day in holidays for day in days),
    )


@dataclass(frozen=True, kw_only=True)
class Counters(Begun):
    """
    One person's counters over a horizon, in minutes of work except `due`, `planned` and `Begun`.

    `planned`: minutes that count towards the contract (paid breaks included) of the duties that
    start in the horizon: the night that ends on the 1st belongs to the month before. `work`,
    `training`, `travel`, `night`, `sunday` and `holiday` count work inside the horizon, minute
    by minute. `weeks`: work by civil week that the horizon touches, whole weeks, history included.
    `rolling`: planned minus due since 1 January. `forfait`: the days of those who have a forfait in
    days (None: nobody's); what is worked under it is in no minutes here. `rhythm`: the shape of the
    weeks, in words.
    """

    mediator: Mediator
    due: int
    planned: int
    work: int
    training: int
    travel: int
    night: int
    sunday: int
    holiday: int
    rolling: int
    weeks: tuple[tuple[date, int], ...]
    forfait: ForfaitLine | None = None
    rhythm: str = ""

    @property
    def balance(self) -> int:
        """Return planned minus due, in minutes."""
        return self.planned - self.due


def counters_of(
    rota: Rota, mediator: Mediator, rules: Iterable[PersonRule], *, shaped: bool = True
) -> Counters:
    """
    Return one person's counters over the rota's horizon; their `rhythm` only where it is `shaped`.

    `rules`: the rules by which the person is judged; they define the night hours (none: the Code's
    night, 21:00 to 06:00).
    """
    full_timeline, rules = rota.timeline(mediator), tuple(rules)
    timeline, horizon = full_timeline.hourly, rota.problem.horizon
    first, last = horizon.days[0], horizon.days[-1]
    mondays = timeline.horizon_weeks
    sunday = timedelta(days=SUNDAY)
    work = tally(timeline, mondays[0], mondays[-1] + sunday, terms_of(rules).window, {})
    month = total_between(work, first, last)
    duties = (d for d in full_timeline.working if horizon.first <= d.span.first < horizon.last)
    planned = paid_minutes(timeline, horizon)
    return Counters(
        mediator=mediator,
        due=sum(due_parts(rota.problem, mediator)),
        planned=planned,
        work=month.work - month.training - month.travel,
        training=month.training,
        travel=month.travel,
        night=month.night,
        sunday=month.sunday,
        holiday=month.holiday,
        **vars(begun(duties, timeline.holidays)),
        rolling=planned - owed_by_end(rota.problem, mediator),
        weeks=tuple(
            (
                monday,
                total_between(work, monday, monday + sunday).work + timeline.weeks.get(monday, 0),
            )
            for monday in mondays
        ),
        forfait=max(forfait_lines(full_timeline, rules), key=lambda line: line.first, default=None),
        rhythm=rhythm_words(rota, mediator) if shaped else "",
    )


def usual_minutes(problem: Problem, mediator: Mediator) -> Fraction:
    """Return what the mean week of the person's contracts asks of the horizon."""
    return minutes_due(problem, mediator, problem.horizon.days[0], problem.horizon.days[-1])


def moved_words(count: Counters, usual: Fraction) -> str:
    """
    Write what the contract usually asks (`usual_minutes`) where the year so far moves it.

    Empty: it doesn't, or by no more than months usually share, or the contract is in days.
    """
    moved = abs(count.due - round(usual)) > max(round(usual) * CARRIED, Fraction(60))
    return f"contrat {hours(round(usual))}" if moved and count.forfait is None else ""
