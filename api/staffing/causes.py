"""
Find why a post is open: the rule that stops most of those who could come, and who is nearest.

The command line, the documents and the service all use this module. Each answer was tried on the
rota and audited, never guessed.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import combinations

from api.french.words import alphabetical
from api.planning.holes import Hole, holes
from api.staffing.bench import FIRMNESS, Bench, Obstacle
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment, may_hold
from scheduler.domain.rota import Rota
from scheduler.finding import Finding
from scheduler.publication import begun_slots
from scheduler.ranking import TierChange

PAIRED = 6
"""Among how many people who may come a pair is looked for."""


class Cause(StrEnum):
    """The kinds of reasons why a post is open."""

    BEGUN = "commence"
    NOBODY = "personne_en_poste"
    RULE = "regle"
    NOTHING = "rien_ne_l_empeche"
    COSTLY = "trop_couteux"


@dataclass(frozen=True)
class Posted:
    """How many people could hold a post after each condition: role, dispositif, site, and so on."""

    role: int = 0
    dispositif: int = 0
    site: int = 0
    contract: int = 0
    there: int = 0
    left: tuple[Mediator, ...] = field(default=())

    @property
    def step(self) -> str:
        """Return the first condition that leaves nobody, or `left` if somebody remains."""
        steps = ("role", "dispositif", "site", "contract", "there")
        return next((step for step in steps if not getattr(self, step)), "left")


@dataclass(frozen=True, kw_only=True)
class OpenPost:
    """
    A post that stays open, and why.

    `posted`: people whose post lets them hold it. `rule` stops `kept` of them. `can_come`: people
    who may come together now without breaking anything, those who cost least first; `price`: the
    goals that would lose so much by it that a calculation leaves the post open (None: they
    wouldn't). `stops`: who is stopped and by what, the nearest first. `needs_partner`: people whom
    nothing stops, except that others must come with them. `finding`: the rule's finding on the
    slot, or on the nearest person whom it stops.
    """

    hole: Hole
    cause: Cause
    posted: Posted = Posted()
    rule: str = ""
    kept: int = 0
    can_come: tuple[Mediator, ...] = ()
    price: TierChange | None = None
    needs_partner: tuple[Mediator, ...] = ()
    stops: tuple[Obstacle, ...] = ()
    finding: Finding | None = None

    @property
    def people(self) -> int:
        """Return how many people could come by their post."""
        return len(self.posted.left)

    @property
    def nearest(self) -> Obstacle | None:
        """Return the person nearest to coming, among those whom something stops."""
        return self.stops[0] if self.stops else None


def open_posts(
    bench: Bench, *, now: int | None = None, slots: Collection[str] | None = None
) -> tuple[OpenPost, ...]:
    """
    Say why each post below its target is open, in the order of `holes`; `slots`: only these.

    What is published and has begun at `now`, a UTC minute, isn't asked about.
    """
    past = frozenset[str]() if now is None else begun_slots(bench.rota.problem, now)
    return tuple(
        OpenPost(hole=hole, cause=Cause.BEGUN)
        if hole.slot.id in past
        else explain_hole(bench, hole)
        for hole in holes(bench.rota)
        if slots is None or hole.slot.id in slots
    )


def explain_hole(bench: Bench, hole: Hole) -> OpenPost:
    """Say why a post is open."""
    posts = posted(bench.rota, hole)
    people = posts.left
    if not people:
        return OpenPost(hole=hole, cause=Cause.NOBODY, posted=posts)
    free: list[Mediator] = []
    dear: list[OpenPost] = []
    stopped: list[Obstacle] = []
    for person in sorted(people, key=bench.hours_over):
        stop = bench.stop(person, hole.slot)
        if stop is not None:
            stopped.append(stop)
        elif not bench.team((person,), hole.slot, room=False):
            coming = _able(bench, hole, posts, (person,))
            if coming.price is None:
                return coming
            dear.append(coming)
        else:
            free.append(person)
    if dear:
        return min(dear, key=lambda post: bench.ranking.key(_with(bench, post)))
    stops = tuple(sorted(stopped, key=lambda s: (s.distance, *by_name(s.mediator))))
    if free:
        return _not_alone(bench, hole, posts, tuple(free), stops)
    rule, kept = _most(stops)
    proof = next((f for s in stops for f in s.findings if f.rule == rule), None)
    return OpenPost(
        hole=hole,
        cause=Cause.RULE,
        posted=posts,
        rule=rule,
        kept=kept,
        stops=stops,
        finding=proof,
    )


def people_for(bench: Bench, hole: Hole) -> tuple[tuple[Mediator, Obstacle | None], ...]:
    """Return all whose post lets them hold a hole, the nearest first, with what stops each."""
    tried = [(person, bench.stop(person, hole.slot)) for person in posted(bench.rota, hole).left]

    def distance(pair: tuple[Mediator, Obstacle | None]) -> tuple[object, ...]:
        person, stop = pair
        return (stop is not None, stop.distance if stop else (), *by_name(person))

    return tuple(sorted(tried, key=distance))


def posted(rota: Rota, hole: Hole) -> Posted:
    """Count who could hold a hole by their post, condition by condition; list who is left."""
    slot, need = hole.slot, hole.need
    role = [m for m in rota.problem.mediators if m.role in need.roles]
    mission = [m for m in role if slot.dispositif in m.dispositifs]
    site = [m for m in mission if not m.sites or not slot.site or slot.site in m.sites]
    contract = [m for m in site if may_hold(m, slot)]
    titled = [m for m in contract if need.titles <= m.titles]
    team = {m.id for m in rota.team_of[slot.id]}
    others = (m for m in titled if m.id not in team)
    return Posted(
        role=len(role),
        dispositif=len(mission),
        site=len(site),
        contract=len(contract),
        there=len(titled),
        left=tuple(m for m in others if Assignment(m.id, slot.id) not in rota.problem.settled),
    )


def _not_alone(
    bench: Bench, hole: Hole, posts: Posted, free: tuple[Mediator, ...], stops: tuple[Obstacle, ...]
) -> OpenPost:
    """Say why people whom nothing stops alone don't come: in pairs, or for want of a second."""
    tries = [free[:1]]
    if len(free) > 1 and hole.need.maximum - hole.have > 1:
        pairs = combinations(free[:PAIRED], 2)
        tries = sorted(pairs, key=lambda pair: sum(map(bench.hours_over, pair)))
    against: list[Finding] = []
    for some in tries:
        findings = bench.team(some, hole.slot, room=False)
        if not findings:
            return _able(bench, hole, posts, some)
        against += findings
    counts = Counter(finding.rule for finding in against)
    worst = max(against, key=lambda finding: counts[finding.rule])
    return OpenPost(
        hole=hole,
        cause=Cause.RULE,
        posted=posts,
        rule=worst.rule,
        kept=len(free),
        needs_partner=free,
        stops=stops,
        finding=worst,
    )


def _able(bench: Bench, hole: Hole, posts: Posted, able: tuple[Mediator, ...]) -> OpenPost:
    """Say that people may come, and whether a calculation that goes on would put them there."""
    post = OpenPost(hole=hole, cause=Cause.NOTHING, posted=posts, can_come=able)
    change = bench.ranking.first_change(_with(bench, post))
    if change is None or change.difference <= 0:
        return post
    return replace(post, cause=Cause.COSTLY, price=change)


def _with(bench: Bench, post: OpenPost) -> Rota:
    """Return the rota in which those who may come have come."""
    return bench.rota.changed(Assignment(person.id, post.hole.slot.id) for person in post.can_come)


def by_name(mediator: Mediator) -> tuple[str, str]:
    """Return the key that sorts people by name where they are otherwise equal."""
    return alphabetical(mediator.name), mediator.id


def _most(stops: tuple[Obstacle, ...]) -> tuple[str, int]:
    """Return the rule that stops most people; of several, the firmest, then what it names."""
    counts = Counter(rule for stop in stops for rule in stop.rules)
    firm = {f.rule: FIRMNESS[f.severity] for stop in stops for f in stop.findings}
    busy = {stop.busy for stop in stops}

    def rank(rule: str) -> tuple[int, int, bool, str]:
        return counts[rule], firm.get(rule, min(FIRMNESS.values())), rule not in busy, rule

    best = max(counts, key=rank)
    return best, counts[best]
