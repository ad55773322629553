"""Fill a post by what is recorded: its start, somebody's post, a ground, a value, an absence."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from api.planning.holes import Hole
from api.staffing.bench import Bench, Obstacle, blocking
from api.staffing.causes import OpenPost, by_name
from api.staffing.groups import term_for
from api.staffing.proposals.proposal import (
    UNKNOWN_WAY,
    Means,
    Proposal,
    coming,
    lending,
    lent_to,
    with_slot,
)
from api.staffing.remedies import ground_for, with_ground
from constraints.agreements.in_force.refusals import UnlawfulTermsError
from constraints.agreements.terms import Term
from scheduler.domain.people import Mediator
from scheduler.domain.problem import may_hold
from scheduler.domain.slots import Slot
from scheduler.domain.time import Span
from scheduler.rule import Profile

QUARTER = 15
"""Minutes of which a start is put off a multiple."""

LATEST = 120
"""By how many minutes at most a start is put off."""

LATER = 3
"""How many people are tried on a later start."""

LENT = 8
"""How many people of other dispositifs are tried, the nearest first."""

FARTHEST = 90
"""Minutes of travel beyond which nobody of another agency is lent."""

AGREED = 4
"""How many people are tried whom only rules stop."""

AWAY = 2
"""How many absences are tried as if they weren't."""


def starting_later(bench: Bench, post: OpenPost) -> Iterator[Proposal]:
    """Yield who may come if the post, unless it is an appointment, begins later."""
    if post.hole.slot.appointment:
        return
    wanted = [
        (delay, stop)
        for stop in post.stops
        if not stop.away and 0 < (delay := _delay(stop, post.hole.slot)) <= LATEST
    ]
    for delay, stop in sorted(wanted, key=lambda pair: pair[0])[:LATER]:
        later = _put_off(post.hole.slot, delay)
        if later is None:
            continue
        after = bench.supposing(with_slot(bench.rota.problem, later))
        people = coming(after, replace(post.hole, slot=later), stop.mediator, post.needs_partner)
        if people:
            yield Proposal(means=Means.LATER, slot=post.hole.slot, coming=people, later=later)


def _delay(stop: Obstacle, slot: Slot) -> int:
    """Return by how many minutes a start must be put off for what stops a person to cease."""
    needed = [duty.span.last - slot.span.first for duty in stop.duties]
    needed += [finding.amount for finding in stop.findings if finding.unit == "minutes"]
    return -(-max(needed, default=0) // QUARTER) * QUARTER


def _put_off(slot: Slot, delay: int) -> Slot | None:
    """
    Return a slot that begins later (None: less than half is left, or another day begins).

    A change of hours is recorded for the day of a slot: it can't say that it begins on the next.
    """
    first, last = slot.span.first + delay, slot.span.last
    span = Span.of_minutes(first, last)
    if 2 * span.minutes < slot.span.minutes or span.day != slot.span.day:
        return None
    breaks = tuple(b for b in slot.breaks if b.start is None or b.start >= span.start)
    return replace(slot, span=span, breaks=breaks)


def lent(bench: Bench, post: OpenPost) -> Iterator[Proposal]:
    """Yield people of other dispositifs or sites who could come if they had this post, too."""
    slot = post.hole.slot
    able = sorted(_lendable(bench, post.hole), key=lambda pair: (pair[0], by_name(pair[1])))
    tried = able[:LENT]
    if not tried:
        return
    problem = lending(bench.rota.problem, tuple(person for _, person in tried), slot)
    after = bench.supposing(problem)
    for (_, minutes), person in tried:
        some = coming(after, post.hole, problem.mediator_of[person.id], post.needs_partner)
        if some:
            way_minutes = minutes if minutes < UNKNOWN_WAY else None
            # With the post that they have: it says which they lack.
            people = (person, *some[1:])
            yield Proposal(means=Means.LOAN, slot=slot, coming=people, minutes=way_minutes)


def _lendable(bench: Bench, hole: Hole) -> Iterator[tuple[tuple[bool, int], Mediator]]:
    """
    Yield people whom only their post keeps from a hole, with their distance.

    The distance is whether they are of another agency, then the minutes of travel. People of
    another agency are lent only where the way is known and short.
    """
    slot, need, rota = hole.slot, hole.need, bench.rota
    there = {person.id for person in rota.team_of[slot.id]}
    for person in rota.problem.mediators:
        if (
            person.role not in need.roles
            or not need.titles <= person.titles
            or person.id in there
            or may_hold(person, slot)
            or not may_hold(lent_to(person, slot), slot)
            or not bench.at_leisure(person, slot)
        ):
            continue
        minutes = _travel(bench, person, slot)
        elsewhere = bool(slot.agency and person.agency and slot.agency != person.agency)
        if not elsewhere or minutes <= FARTHEST:
            yield (elsewhere, minutes), person


def _travel(bench: Bench, person: Mediator, slot: Slot) -> int:
    """Return the shortest way from where a person works to a slot (`UNKNOWN_WAY`: none is)."""
    problem = bench.rota.problem
    sites = person.sites | {other.site for other in bench.rota.slots_of[person.id]}
    if slot.site and slot.site in sites:
        return 0
    ways = (problem.minutes_between.get((site, slot.site)) for site in sites)
    return min((way for way in ways if way is not None), default=UNKNOWN_WAY)


def grounded(bench: Bench, post: OpenPost) -> Iterator[Proposal]:
    """Yield who may come if a derogation is recorded for the post alone."""
    grounds = bench.grounds
    stops = [stop for stop in post.stops if not stop.busy and stop.rules <= grounds.keys()]
    kinds = dict.fromkeys(
        kind for stop in stops for kind in sorted(grounds[rule] for rule in stop.rules)
    )
    for kind in kinds:
        ground = ground_for(kind, [post.hole.slot])
        after = bench.supposing(with_ground(bench.rota.problem, ground))
        for stop in stops:
            people = coming(after, post.hole, stop.mediator, post.needs_partner)
            if people:
                yield Proposal(
                    means=Means.GROUND, slot=post.hole.slot, coming=people, ground=ground
                )


def present(bench: Bench, post: OpenPost) -> Iterator[Proposal]:
    """Yield who could come if they weren't absent: a last resort, for who can be asked."""
    for stop in [stop for stop in post.stops if stop.away][:AWAY]:
        after = bench.present(stop.mediator, post.hole.slot)
        people = coming(after, post.hole, stop.mediator, post.needs_partner)
        if people:
            yield Proposal(means=Means.PRESENT, slot=post.hole.slot, coming=people)


def agreed(
    bench: Bench, post: OpenPost, with_terms: Callable[[tuple[Term, ...]], Profile]
) -> Iterator[Proposal]:
    """
    Yield who may come if values are set no farther than they need, and the law lets them be.

    `with_terms` gives the rules with such values.
    """
    for stop in [stop for stop in post.stops if not stop.busy][:AGREED]:
        terms = _terms(bench, stop)
        if not terms:
            continue
        try:
            profile = with_terms(terms)
        except UnlawfulTermsError:
            continue
        after = replace(bench.on(bench.rota), profile=blocking(profile))
        people = coming(after, post.hole, stop.mediator, post.needs_partner)
        if people:
            yield Proposal(means=Means.AGREEMENT, slot=post.hole.slot, coming=people, terms=terms)


def _terms(bench: Bench, stop: Obstacle) -> tuple[Term, ...]:
    """Return the values that lift all that stops a person (empty: some rule has none)."""
    rules = {rule.id: rule for rule in bench.profile.rules_of(stop.mediator)}
    terms: dict[tuple[str, str], Term] = {}
    # Of several findings of one value, what lies farthest from it decides how far it has to give.
    for finding in sorted(stop.findings, key=lambda f: abs(f.measured - f.limit)):
        rule = rules.get(finding.rule)
        term = None if rule is None else term_for(bench, stop, rule, finding)
        if term is None:
            return ()
        terms[term.rule, term.parameter] = term
    return tuple(terms.values())
