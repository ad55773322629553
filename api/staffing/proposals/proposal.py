"""A proposal: what would fill an open post, who would come, and the month in which that is so."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from api.planning.holes import Hole
from api.staffing.bench import Bench
from api.staffing.remedies import with_ground
from constraints.agreements.terms import Term
from scheduler.domain.employment.grounds import Ground
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.domain.supposition import supposing


class Means(StrEnum):
    """
    What fills a post, in the order in which proposals are listed.

    What the planner does alone comes first, then what changes other people's shifts, then the post
    itself, somebody's post, a text to record; what takes back an absence comes last.
    """

    FREE = "libre"
    LEAVE = "quitter"
    HANDOVER = "relais"
    SWAP = "echange"
    LATER = "plus_tard"
    LOAN = "renfort"
    GROUND = "derogation"
    AGREEMENT = "accord"
    PRESENT = "absence"


ORDER = {means: place for place, means in enumerate(Means)}

UNKNOWN_WAY = 1440
"""As how many minutes a way counts that nobody recorded: it comes after those that are known."""

SECONDS = 4
"""With how many of those who can't come alone a person is tried."""

EDITS = frozenset({Means.FREE, Means.LEAVE, Means.HANDOVER, Means.SWAP})
"""What assignments alone do: the others change data of the association first."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """
    What would fill a post of `slot`.

    `coming`: who would hold it besides those who do, those whom the means concern first. `leaves`:
    the slot that they leave for it; `cover`: who takes that slot, `takes`: the slot taken in
    exchange. `left`: how many stay on `leaves`. `ground`: the derogation to record; `terms`: the
    values that an agreement or an authorisation would set. `later`: the slot with its later start.
    `minutes`: travel from where the person works otherwise (None: not known).
    """

    means: Means
    slot: Slot
    coming: tuple[Mediator, ...]
    leaves: Slot | None = None
    cover: Mediator | None = None
    takes: Slot | None = None
    left: int = 0
    ground: Ground | None = None
    terms: tuple[Term, ...] = ()
    later: Slot | None = None
    minutes: int | None = None

    @property
    def mediator(self) -> Mediator:
        """Whom the means concern."""
        return self.coming[0]

    @property
    def added(self) -> frozenset[Assignment]:
        """The assignments that it adds."""
        who = self.mediator.id
        new = {Assignment(person.id, self.slot.id) for person in self.coming}
        if self.cover is not None and self.leaves is not None:
            new.add(Assignment(self.cover.id, self.leaves.id))
        if self.takes is not None:
            new.add(Assignment(who, self.takes.id))
        return frozenset(new)

    @property
    def removed(self) -> frozenset[Assignment]:
        """The assignments that it takes away."""
        gone = set()
        if self.leaves is not None:
            gone.add(Assignment(self.mediator.id, self.leaves.id))
        if self.takes is not None and self.cover is not None:
            gone.add(Assignment(self.cover.id, self.takes.id))
        return frozenset(gone)

    @property
    def edits(self) -> bool:
        """Whether an edit of the month does it, with nothing else to record."""
        return self.means in EDITS

    @property
    def rank(self) -> tuple[int, int, int]:
        """Return the sort key: the means, then the fewest assignments changed, then the nearest."""
        far = UNKNOWN_WAY if self.means is Means.LOAN and self.minutes is None else self.minutes
        shift = 0 if self.later is None else self.later.span.first - self.slot.span.first
        return ORDER[self.means], len(self.added | self.removed), (far or 0) + shift

    def applied(self, rota: Rota) -> Rota:
        """Return a rota with the proposal, in the month that it supposes."""
        after = rota.changed(self.added, self.removed)
        problem = self._supposed(rota.problem)
        same = problem is rota.problem
        return after if same else Rota(problem=problem, assignments=after.assignments)

    def _supposed(self, problem: Problem) -> Problem:
        if self.ground is not None:
            return with_ground(problem, self.ground)
        if self.later is not None:
            return with_slot(problem, self.later)
        if self.means is Means.LOAN:
            return lending(problem, (self.mediator,), self.slot)
        if self.means is Means.PRESENT:
            return without_absence(problem, self.mediator, self.slot)
        return problem


def with_slot(problem: Problem, slot: Slot) -> Problem:
    """Return a problem in which a slot is as given."""
    slots = tuple(slot if slot.id == other.id else other for other in problem.slots)
    return supposing(problem, slots=slots)


def lending(problem: Problem, people: tuple[Mediator, ...], slot: Slot) -> Problem:
    """Return a problem in which people also have the post of a slot: its dispositif and site."""
    lent = {person.id for person in people}
    return supposing(
        problem,
        mediators=tuple(
            lent_to(other, slot) if other.id in lent else other for other in problem.mediators
        ),
    )


def lent_to(mediator: Mediator, slot: Slot) -> Mediator:
    """Return a person who also has the post of a slot."""
    sites = mediator.sites | {slot.site} if mediator.sites and slot.site else mediator.sites
    return replace(mediator, dispositifs=mediator.dispositifs | {slot.dispositif}, sites=sites)


def without_absence(problem: Problem, mediator: Mediator, slot: Slot) -> Problem:
    """Return a problem in which a person isn't absent at the time of a slot."""
    kept = tuple(
        absence
        for absence in problem.absences
        if absence.mediator != mediator.id or not absence.span.touches(slot.span)
    )
    return supposing(problem, absences=kept)


def coming(
    bench: Bench, hole: Hole, mediator: Mediator, others: Iterable[Mediator] = ()
) -> tuple[Mediator, ...]:
    """
    Return who may come to a hole: a person alone, or with one of `others` (empty: nobody may).

    `others`: people whom nothing stops, except that somebody must come with them.
    """
    if bench.stop(mediator, hole.slot) is not None:
        return ()
    if not bench.team((mediator,), hole.slot, room=False):
        return (mediator,)
    if hole.need.maximum - hole.have < 2:  # noqa: PLR2004 - there is no place for two
        return ()
    seconds = [other for other in others if other.id != mediator.id][:SECONDS]
    return next(
        (
            (mediator, other)
            for other in seconds
            if not bench.team((mediator, other), hole.slot, room=False)
        ),
        (),
    )
