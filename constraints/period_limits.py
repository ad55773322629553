"""What rules share that bound, from above and from below, what a person holds in a period."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.domain.limits import LimitKind
from scheduler.domain.time import days_span
from scheduler.finding import Severity
from scheduler.rule import Lever, PersonRule, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.domain.duty import Duty
    from scheduler.domain.limits import Limit, Window
    from scheduler.domain.problem import Problem
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Claim, Finding
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class PeriodLimit(PersonRule):
    """
    In each period of a limit, a person holds no more and no less than it says.

    What is known of the past counts. A minimum is judged only where all of the period is described
    and its last day lies in the horizon: else what is missing may still come.
    """

    severity: ClassVar[Severity] = Severity.HOUSE
    lever: ClassVar[Lever | None] = Lever.PERSON
    concession: ClassVar[int | None] = 1
    kind: ClassVar[LimitKind]
    too_few: ClassVar[str]

    @abstractmethod
    def measured(self, limit: Limit, duties: Sequence[Duty], window: Window) -> int:
        """Return how much of what the limit counts these duties hold in the period."""

    @abstractmethod
    def terms(self, model: PersonModel, limit: Limit, window: Window) -> Terms:
        """Return the same of the model, as terms."""

    def demanded_of(self, claim: Claim, problem: Problem) -> str:
        """Name the bounds of the claim's person and period, and the templates that they count."""
        spans = {(claim.first, claim.last)}
        bounds = []
        for limit in problem.limits_of.get(claim.subject, ()):
            periods = (days_span(w.first, w.last) for w in limit.windows(problem.horizon))
            if limit.kind is not self.kind or spans.isdisjoint((p.first, p.last) for p in periods):
                continue
            words = [f"au moins {shown(limit.least, self.unit)}"] if limit.least else []
            words += [] if limit.most is None else [f"au plus {shown(limit.most, self.unit)}"]
            named = f" de {', '.join(sorted(limit.templates))}" if limit.templates else ""
            bounds.append(" et ".join(words) + named)
        return ", ".join(bounds)

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Compare what each period holds with the limit."""
        who, horizon = timeline.mediator, timeline.horizon
        for limit in timeline.limits:
            if limit.kind is not self.kind:
                continue
            for window in limit.windows(horizon):
                count = self.measured(limit, timeline.duties, window)
                described = window.first >= timeline.described_since
                ended = window.whole and window.last <= horizon.days[-1]
                few = described and ended and count < limit.least
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
                        duties=[d for d in timeline.duties if self.measured(limit, [d], window)],
                        inherited=not few and self.measured(limit, fixed, window) == count,
                        sentence=self.too_few if few else None,
                    )

    def encode(self, model: PersonModel) -> None:
        """Bound the sum of each period."""
        for limit in model.fixed.limits:
            if limit.kind is not self.kind:
                continue
            for window in limit.windows(model.horizon):
                terms = self.terms(model, limit, window)
                claim = model.claim(self.id, days_span(window.first, window.last))
                if limit.most is not None:
                    model.model.at_most(claim, terms, limit.most)
                if (
                    limit.least
                    and window.whole
                    and window.first >= model.fixed.described_since
                    and window.last <= model.horizon.days[-1]
                ):
                    model.model.at_least(claim, terms, limit.least)
