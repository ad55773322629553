"""Find the values that an agreement would set for posts, and count those that they would fill."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from api.staffing.bench import Bench, Obstacle, blocking
from api.staffing.causes import OpenPost
from api.staffing.remedies import filled_on
from constraints.agreements.in_force.refusals import UnlawfulTermsError
from constraints.agreements.terms import Term
from scheduler.dated import Dated, Level, Source
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
