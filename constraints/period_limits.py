"""What rules share that bound, from above and from below, what a person holds in a period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.period_counts import MEASURES, TERMS
from scheduler.domain.limits import LimitKind, demanded
from scheduler.domain.time import days_span
from scheduler.finding import Severity
from scheduler.rule import Lever, PersonRule, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.problem import Problem
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Claim, Finding
    from scheduler.model import PersonModel


@dataclass(frozen=True, kw_only=True)
class PeriodLimit(PersonRule):
    """
    In each period of a limit, a person holds no more and no less than it says.

    What is known of the past counts. A limit that has a price is a wish, not judged here.
    """

    severity: ClassVar[Severity] = Severity.HOUSE
    lever: ClassVar[Lever | None] = Lever.PERSON
    concession: ClassVar[int | None] = 1
    kind: ClassVar[LimitKind]
    too_few: ClassVar[str]

    def demanded_of(self, claim: Claim, problem: Problem) -> str:
        """Name the bounds of the claim's person and period, and the templates that they count."""
        spans = {(claim.first, claim.last)}
        bounds = []
        for limit in demanded(problem.limits_of.get(claim.subject, ()), self.kind):
            periods = (days_span(w.first, w.last) for w in limit.windows(problem.horizon))
            if spans.isdisjoint((p.first, p.last) for p in periods):
                continue
            words = [f"au moins {shown(limit.least, self.unit)}"] if limit.least else []
            words += [] if limit.most is None else [f"au plus {shown(limit.most, self.unit)}"]
            named = f" de {', '.join(sorted(limit.templates))}" if limit.templates else ""
            bounds.append(" et ".join(words) + named)
        return ", ".join(bounds)

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Compare what each period holds with the limit."""
        who, horizon, measured = timeline.mediator, timeline.horizon, MEASURES[self.kind]
        since, last = timeline.described_since, horizon.days[-1]
        for limit in demanded(timeline.limits, self.kind):
            for window in limit.windows(horizon):
                seen, carried, complete = limit.opened(window, since, last, timeline.streak)
                count = carried + measured(limit, timeline.duties, seen)
                few = complete and count < limit.least
                if few or (limit.most is not None and count > limit.most):
                    bound = limit.least if few else limit.most or 0
                    fixed = [duty for duty in timeline.duties if not duty.decided]
                    yield self.finding(
                        subject=who.id,
                        who=who.name,
                        on=window.last if few else max(window.first, horizon.day),
                        span=days_span(window.first, window.last),
                        measured=count,
                        limit=bound,
                        duties=[d for d in timeline.duties if measured(limit, [d], seen)],
                        inherited=not few and carried + measured(limit, fixed, seen) == count,
                        sentence=self.too_few if few else None,
                    )

    def encode(self, model: PersonModel) -> None:
        """Bound the sum of each period."""
        fixed, last = model.fixed, model.horizon.days[-1]
        since = fixed.described_since
        for limit in demanded(model.fixed.limits, self.kind):
            for window in limit.windows(model.horizon):
                seen, carried, complete = limit.opened(window, since, last, fixed.streak)
                terms = [*TERMS[self.kind](model, limit, seen), (carried, model.true)]
                claim = model.claim(self.id, days_span(window.first, window.last))
                if limit.most is not None:
                    model.model.at_most(claim, terms, limit.most)
                if complete:
                    model.model.at_least(claim, terms, limit.least)
