"""Define a rota: who holds which slot of a problem."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from scheduler.domain.problem import Assignment, Problem, as_posted
from scheduler.domain.time import Span, midnight, week_of, week_span
from scheduler.domain.timeline import Timeline, with_travel
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.people import Mediator
    from scheduler.domain.slots import Slot
    from scheduler.domain.timeline import Day

Value = TypeVar("Value")

TIMELINES = 8
"""
How many people's timelines a rota keeps: a change is priced goal by goal, for a person or two.

Everybody's, with what goals and rules work out of them, are 13 MB for 109 people and a month, and
servers keep many rotas.
"""


@dataclass(frozen=True, kw_only=True)
class Rota:
    """
    Assignments for a problem: those decided here, besides the settled ones.

    Raises
    ------
    InvalidProblemError
        An assignment names a person or a slot that the problem doesn't have.
    """

    problem: Problem
    assignments: frozenset[Assignment]

    def __post_init__(self) -> None:
        _check(self.problem, self.assignments)

    @cached_property
    def whole(self) -> frozenset[Assignment]:
        """All assignments: those decided here, and those settled before."""
        return self.assignments | self.problem.settled

    @cached_property
    def slots_of(self) -> Mapping[str, tuple[Slot, ...]]:
        """Slots that each person was given, by start."""
        return self._slots((m.id for m in self.problem.mediators), self.assignments)

    @cached_property
    def team_of(self) -> Mapping[str, tuple[Mediator, ...]]:
        """People on each slot, by id."""
        return self._teams((s.id for s in self.problem.slots), self.whole)

    def changed(self, added: Iterable[Assignment] = (), removed: Iterable[Assignment] = ()) -> Rota:
        """
        Return the rota with assignments taken away, then others added; both may be there.

        Searches ask for thousands that differ by a person: what they share isn't worked out again.
        """
        problem, come, gone = self.problem, frozenset(added), frozenset(removed)
        _check(problem, come)
        # Most changes take nothing away: a month's assignments are copied once.
        after = (self.assignments - gone if gone else self.assignments) | come
        come, gone = come - self.assignments, (gone & self.assignments) - come
        # Who was settled on a slot stays there, whatever is decided here.
        in_teams = (come | gone) - problem.settled
        slots_of, team_of = dict(self.slots_of), dict(self.team_of)
        for who in {a.mediator for a in (*come, *gone)}:
            left = {a.slot for a in gone if a.mediator == who}
            new = (problem.slot_of[a.slot] for a in come if a.mediator == who)
            slots_of[who] = _by_start(*(s for s in slots_of[who] if s.id not in left), *new)
        for slot in {a.slot for a in in_teams}:
            who_left = {a.mediator for a in gone & in_teams if a.slot == slot}
            others = (m for m in team_of[slot] if m.id not in who_left)
            joining = (problem.mediator_of[a.mediator] for a in come & in_teams if a.slot == slot)
            team_of[slot] = tuple(sorted((*others, *joining), key=attrgetter("id")))
        rota = object.__new__(Rota)
        vars(rota).update(problem=problem, assignments=after, slots_of=slots_of, team_of=team_of)
        return rota

    def _slots(
        self, people: Iterable[str], assignments: Iterable[Assignment]
    ) -> dict[str, tuple[Slot, ...]]:
        """Return people's slots by start; the assignments are all theirs."""
        table: dict[str, list[Slot]] = {who: [] for who in people}
        for assignment in assignments:
            table[assignment.mediator].append(self.problem.slot_of[assignment.slot])
        return {who: _by_start(*slots) for who, slots in table.items()}

    def _teams(
        self, slots: Iterable[str], assignments: Iterable[Assignment]
    ) -> dict[str, tuple[Mediator, ...]]:
        """Return the people on slots, by id; the assignments are all those on them."""
        table: dict[str, list[Mediator]] = {slot: [] for slot in slots}
        settled = self.problem.settled
        # By keys, which compare some ten times as fast as assignments do.
        for assignment in sorted(assignments, key=attrgetter("mediator", "slot")):
            person = self.problem.mediator_of[assignment.mediator]
            if assignment in settled:
                person = as_posted(person, self.problem.slot_of[assignment.slot])
            table[assignment.slot].append(person)
        return {slot: tuple(team) for slot, team in table.items()}

    @cached_property
    def planned_known(self) -> dict[str, int]:
        """Paid minutes already added up, by person (see `hours`): several goals ask for them."""
        return {}

    @cached_property
    def days_known(self) -> dict[str, Mapping[date, Day]]:
        """Working days already grouped, by person: several goals look at them."""
        return {}

    @cached_property
    def duties_known(self) -> dict[Span, tuple[tuple[Mediator, tuple[Duty, ...]], ...]]:
        """Everybody's duties already found, by span: several rules on the team ask for them."""
        return {}

    def inherits(self, slot: Slot, team: Iterable[Mediator]) -> bool:
        """Whether all these people were settled on the slot before this rota was made."""
        return all(Assignment(person.id, slot.id) in self.problem.settled for person in team)

    @cached_property
    def timelines_known(self) -> dict[str, Timeline]:
        """The last timelines built, by person: goals and rules ask for them one after the other."""
        return {}

    def timeline(self, mediator: Mediator) -> Timeline:
        """Return the person's timeline: history, training, travel and what this rota decides."""
        known = self.timelines_known
        built = known.get(mediator.id)
        if built is None:
            decided = (slot.duty for slot in self.slots_of[mediator.id])
            built = timeline(self.problem, mediator, tuple(decided))
            if len(known) >= TIMELINES:
                known.clear()
            known[mediator.id] = built
        return built


def _check(problem: Problem, assignments: Iterable[Assignment]) -> None:
    for assignment in assignments:
        if assignment.mediator not in problem.mediator_of:
            raise InvalidProblemError(f"affectation : personne inconnue « {assignment.mediator} »")
        if assignment.slot not in problem.slot_of:
            raise InvalidProblemError(f"affectation : créneau inconnu « {assignment.slot} »")


def _by_start(*slots: Slot) -> tuple[Slot, ...]:
    return tuple(sorted(slots, key=lambda slot: (slot.span.first, slot.id)))


def timeline(problem: Problem, mediator: Mediator, decided: tuple[Duty, ...] = ()) -> Timeline:
    """Build one person's timeline from what the problem fixes and what was decided."""
    duties = tuple(
        sorted(
            (*problem.fixed_of[mediator.id], *decided),
            key=attrgetter("order"),
        )
    )
    beside = computed_once(problem, mediator, "timeline", _beside_duties)
    return Timeline(duties=with_travel(duties, problem.minutes_between), **beside)


def computed_once(
    problem: Problem,
    mediator: Mediator,
    what: str,
    compute: Callable[[Problem, Mediator], Value],
) -> Value:
    """
    Return a value of a person; compute it once if they are of the problem unchanged.

    `what`: the name that it is kept by; a goal's own is its id.
    """
    if problem.mediator_of.get(mediator.id) is not mediator:
        return compute(problem, mediator)
    known: dict[str, Value] = problem.known[what]
    if mediator.id not in known:
        known[mediator.id] = compute(problem, mediator)
    return known[mediator.id]


def _beside_duties(problem: Problem, mediator: Mediator) -> dict[str, Any]:
    """Return what a person's timeline says beside their duties, whichever rota it is of."""
    known = known_span(problem, mediator)
    return {
        "mediator": mediator,
        "horizon": problem.horizon,
        "absences": problem.absences_of[mediator.id],
        "known": known,
        "weeks": _past_weeks(problem, mediator, known),
        "grounds": problem.grounds,
        "holidays": problem.holidays_at(mediator.agency),
        "minutes_between": problem.minutes_between,
        "employer": problem.employer,
        "notices": problem.notices_of.get(mediator.id, ()),
        "outside": _outside(problem, mediator),
        "carried": problem.carried_of.get(mediator.id, ()),
        "limits": problem.limits_of.get(mediator.id, ()),
        "successions": tuple(s for s in problem.successions if s.concerns(mediator.id)),
        "streak": problem.streak_of.get(mediator.id),
    }


def _past_weeks(problem: Problem, mediator: Mediator, known: Span | None) -> Mapping[date, int]:
    """
    Return the totals of weeks before what is described.

    Where shifts tell a whole week they tell its hours too: its total isn't counted beside them.
    """
    since = (problem.horizon if known is None else known).first
    return {
        past_week.monday: past_week.minutes
        for past_week in problem.past_weeks_of.get(mediator.id, ())
        if week_span(past_week.monday).first < since
    }


def _outside(problem: Problem, mediator: Mediator) -> Mapping[date, int]:
    table: dict[date, int] = {}
    for outside in problem.outside_of.get(mediator.id, ()):
        table[outside.monday] = table.get(outside.monday, 0) + outside.minutes
    return table


def known_span(problem: Problem, mediator: Mediator) -> Span | None:
    """
    Return the period in which the person's time is described.

    It begins with `known_since`, or with the person's first contract where that came later, and
    runs to the end of the horizon's last civil week: the days after the horizon aren't planned
    yet, hence free, and the next rota judges that week again with this one as history.
    """
    if problem.known_since is None:
        return None
    hired = min((c.start for c in mediator.contracts), default=problem.known_since)
    since = midnight(max(problem.known_since, hired))
    end = week_span(week_of(problem.horizon.days[-1])).end
    return Span(min(since, problem.horizon.start), end)
