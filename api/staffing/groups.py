"""
Group open posts by cause, so that each cause and what would fill its posts is said once.

Where an agreement could set values so that they are filled, these are found too.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from api.staffing.bench import Bench, Obstacle, bench_of, blocking
from api.staffing.causes import Cause, OpenPost, open_posts
from api.staffing.remedies import Lift, WayOut, filled_on, lift, way_out
from constraints.agreements.in_force.refusals import UnlawfulTermsError
from constraints.agreements.terms import Term
from scheduler.dated import Dated, Level, Source
from scheduler.domain.employment.grounds import GroundKind
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need
from scheduler.finding import Finding
from scheduler.rule import Profile, Rule

TEXTS = {
    Level.COMPANY: "accord d’entreprise à conclure",
    Level.AUTHORISATION: "autorisation à demander",
}


@dataclass(frozen=True, kw_only=True)
class Accord:
    """
    Values to set, with which `filled` of `wanted` posts would be held together.

    `terms`: of one rule, no farther than the nearest person of each post needs.
    """

    terms: tuple[Term, ...]
    wanted: int
    filled: int


def accord_for(
    bench: Bench,
    rule: str,
    posts: Sequence[OpenPost],
    with_terms: Callable[[tuple[Term, ...]], Profile],
) -> Accord | None:
    """
    Try values of one rule for posts that it keeps open, and count those that are filled.

    None: nobody is kept by that rule alone, or the law lets no agreement set its values so far.
    """
    terms: dict[tuple[str, str], Term] = {}
    for post in posts:
        # Where something else is in the way, one agreement wouldn't bring them.
        stop = next((s for s in post.stops if not s.busy and s.rules == {rule}), None)
        if stop is None:
            continue
        for finding in stop.findings:
            term = term_for(bench, stop, bench.profile.rule_of[rule], finding)
            if term is None:
                continue
            key = term.parameter, term.agency
            other = terms.get(key, term)
            least = finding.measured < finding.limit
            farthest = min if least else max
            terms[key] = farthest(other, term, key=lambda each: each.value)
    if not terms:
        return None
    try:
        profile = with_terms(tuple(terms.values()))
    except UnlawfulTermsError:
        return None
    after = replace(bench.on(bench.rota), profile=blocking(profile))
    holes = [post.hole for post in posts]
    return Accord(terms=tuple(terms.values()), wanted=len(holes), filled=filled_on(after, holes))


def term_for(bench: Bench, stop: Obstacle, rule: Rule, finding: Finding) -> Term | None:
    """Return the value that a source may set so that a measure is lawful (None: none may)."""
    days = bench.rota.problem.horizon.days
    for name, dated in rule.limits().items():
        if dated.unit != finding.unit or dated.on(finding.on) != finding.limit:
            continue
        for level, text in TEXTS.items():
            if _may_set(dated, level, finding):
                by = dated.by if level is Level.COMPANY else dated.authorised_by or dated.by
                return Term(
                    rule=rule.id,
                    parameter=name,
                    value=finding.measured,
                    source=Source(text, "" if by is None else by.article),
                    since=days[0],
                    until=days[-1],
                    level=level,
                    agency=stop.mediator.agency,
                )
    return None


def _may_set(dated: Dated, level: Level, finding: Finding) -> bool:
    low, high = dated.bounds(level, finding.on)
    if low is None and high is None:
        return False
    return (low is None or low <= finding.measured) and (high is None or finding.measured <= high)


_Key = tuple[str, Cause, str]


@dataclass(frozen=True, kw_only=True)
class Group:
    """
    Posts kept open by one cause, in a dispositif, or in an agency that lacks a derogation.

    `rule` is empty where no rule is the cause. `lift`: the derogation that would fill them;
    `accord`: the values that an agreement would set for that, where no derogation lifts the rule.
    """

    cause: Cause
    rule: str
    posts: tuple[OpenPost, ...]
    lift: Lift | None = None
    accord: Accord | None = None

    @property
    def missing(self) -> int:
        """Return how many posts are open."""
        return sum(post.hole.missing for post in self.posts)

    @property
    def under(self) -> int:
        """Return how many posts are open under a minimum."""
        return sum(post.hole.under for post in self.posts)


@dataclass(frozen=True, kw_only=True)
class Reasons:
    """
    Why the posts of a month are open: by post, in the order of `holes`, and by cause.

    `rules`: those by which they were sought, by id. `ways`: by slot, what would let one of the
    nearest come.
    """

    posts: tuple[OpenPost, ...] = ()
    groups: tuple[Group, ...] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict)
    ways: Mapping[str, WayOut] = field(default_factory=dict)

    @property
    def missing(self) -> int:
        """Return how many posts are open in all."""
        return sum(group.missing for group in self.groups)

    @property
    def under(self) -> int:
        """Return how many of them are under a minimum."""
        return sum(group.under for group in self.groups)

    def lacking(self, dispositif: str) -> tuple[Group, ...]:
        """Return the groups that concern a dispositif, each with its posts of that dispositif."""
        groups = []
        for group in self.groups:
            here = tuple(w for w in group.posts if w.hole.slot.dispositif == dispositif)
            if here:
                groups.append(replace(group, posts=here))
        return tuple(groups)

    def group_of(self, post: OpenPost) -> Group:
        """Return the group of a post."""
        return self._group_of[post.hole.slot.id, post.hole.need]

    @cached_property
    def _group_of(self) -> Mapping[tuple[str, Need], Group]:
        return {(p.hole.slot.id, p.hole.need): group for group in self.groups for p in group.posts}


def reasons_of(
    rota: Rota,
    profile: Profile,
    findings: Iterable[Finding],
    *,
    now: int | None = None,
    slots: Collection[str] | None = None,
    with_terms: Callable[[tuple[Term, ...]], Profile] | None = None,
) -> Reasons:
    """
    Say why each post below its target is open, and what would fill it (see `reasons_on`).

    `findings`: all those on the rota.
    """
    bench = bench_of(rota, profile, findings)
    return reasons_on(bench, now=now, slots=slots, with_terms=with_terms)


def reasons_on(
    bench: Bench,
    *,
    now: int | None = None,
    slots: Collection[str] | None = None,
    seeking: bool = True,
    with_terms: Callable[[tuple[Term, ...]], Profile] | None = None,
) -> Reasons:
    """
    Say why each post of a bench's rota is open, and what would fill it (`slots`: only these).

    What is published and has begun at `now`, a UTC minute, isn't asked about. Ways out are sought
    for posts under their minimum and for one of each group, unless `seeking` is off: who proposes
    what fills a post seeks more than these. `with_terms` gives the rules with values that an
    agreement would set (None: no agreement is tried).
    Cost: a few milliseconds a post and person free at its hours.
    """
    posts = open_posts(bench, now=now, slots=slots)
    grounds = bench.grounds
    table: dict[_Key, list[OpenPost]] = {}
    for post in posts:
        where = post.hole.slot.agency if post.rule in grounds else post.hole.slot.dispositif
        what = post.posted.step if post.cause is Cause.NOBODY else post.rule
        table.setdefault((where, post.cause, what), []).append(post)
    groups = [_group(bench, key, some, grounds, with_terms) for key, some in table.items()]
    ranked = sorted(groups, key=lambda g: (-g.under, -g.missing, g.posts[0].hole.slot.span.first))
    lifted = [
        post
        for g in ranked
        if seeking
        for n, post in enumerate(g.posts)
        if n == 0 or post.hole.vital
    ]
    ways = {
        post.hole.slot.id: way
        for post in lifted
        if post.cause is Cause.RULE and (way := way_out(bench, post)) is not None
    }
    return Reasons(posts=posts, groups=tuple(ranked), rules=bench.profile.rule_of, ways=ways)


def _group(
    bench: Bench,
    key: _Key,
    some: list[OpenPost],
    grounds: Mapping[str, GroundKind],
    with_terms: Callable[[tuple[Term, ...]], Profile] | None,
) -> Group:
    _, cause, _ = key
    rule = some[0].rule
    kind = grounds.get(rule)
    group = Group(cause=cause, rule=rule, posts=tuple(some))
    if kind is not None:
        return replace(group, lift=lift(bench, kind, [post.hole for post in some]))
    if with_terms is None or cause is not Cause.RULE:
        return group
    return replace(group, accord=accord_for(bench, rule, some, with_terms))
