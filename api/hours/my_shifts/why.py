"""Answer « pourquoi moi ? » of one's own published shift, and tell nothing of colleagues."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.data.association import Association, Published
from api.month.candidates.service import Candidates, candidates_for
from api.month.frames import framed
from api.privacy.means import may_tell
from scheduler.domain.hours import hours
from scheduler.domain.people import Mediator


@dataclass(frozen=True, kw_only=True)
class WhyMe:
    """
    Who else could hold a shift of one's own, as numbers: what the planner reads with names.

    `able`: how many could without breaking a rule, `fuller`: those of them who would then be
    farther over their hours than oneself (None: too few to tell). `rules`: what stops some of
    `stopped`, by the names that colleagues may read. `unable`: those who don't hold such a post, or
    aren't there. `planned` and `due`: one's own minutes of the month.
    """

    planned: int
    due: int
    able: int
    fuller: int | None
    stopped: int
    rules: tuple[str, ...]
    unable: int


def why_me(association: Association, me: Mediator, shift: Published, now: datetime) -> WhyMe:
    """
    Say who else could hold a published shift, in the month as it is published.

    Those whom only a rule about their own situation stops (an absence, an age) are counted with
    those who aren't there: which it is, is theirs.
    """
    duty = shift.worked.duty
    frame = framed(association, duty.span.day.replace(day=1), frozenset({duty.dispositif}), now)
    candidates = candidates_for(frame, frame.published, duty.id, instead_of=me.id)
    own = hours(frame.rota(frame.published), me)
    rule_of = frame.profile.rule_of
    stopped = [
        {
            rule_of[finding.rule].title
            for finding in each.findings
            if finding.rule in rule_of and rule_of[finding.rule].of_shifts
        }
        for each in candidates.stopped
    ]
    by_rule = [titles for titles in stopped if titles]
    return WhyMe(
        planned=own.planned,
        due=own.due,
        able=len(candidates.eligible),
        fuller=_fuller(candidates, own.planned - own.due),
        stopped=len(by_rule),
        rules=tuple(sorted(set().union(*by_rule))),
        unable=len(candidates.unable) + len(stopped) - len(by_rule),
    )


def _fuller(candidates: Candidates, balance: int) -> int | None:
    """Count who would have more hours over their contract; of few people, nothing is told."""
    if not may_tell(len(candidates.eligible)):
        return None
    return sum(each.cost.planned - each.cost.due > balance for each in candidates.eligible)
