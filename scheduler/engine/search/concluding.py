"""The last look at a part's rota before it is shown: it is closed, then judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scheduler.engine.search.closing import closed
from scheduler.engine.search.incumbent import Incumbent, measured
from scheduler.engine.tiers import searched_tiers

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.domain.problem import Assignment
    from scheduler.engine.search.judging import Judge
    from scheduler.finding import Finding
    from scheduler.rule import Profile


class Concluded(NamedTuple):
    """A part's last rota, and the findings on each of its people."""

    rota: Incumbent
    findings: dict[str, list[Finding]]


def concluded(judge: Judge, rota: Incumbent, *, seconds: float | None = None) -> Concluded:
    """Return a part's rota with what can be filled in it for nothing (see `closed`); judge it."""
    after = closed_lawfully(judge, judge.profile, rota.assignments, seconds=seconds)
    if after != rota.assignments:
        better = measured(judge.problem, searched_tiers(judge.profile), after)
        rota = better if better.costs <= rota.costs else rota
    return Concluded(rota, judge.findings(rota.assignments))


def closed_lawfully(
    judge: Judge,
    profile: Profile,
    assignments: frozenset[Assignment],
    *,
    seconds: float | None = None,
    stopped: Callable[[], bool] = bool,
) -> frozenset[Assignment]:
    """Return a part's rota closed by a profile's goals (see `closed`), or itself if that blocks."""
    after = closed(judge.problem, profile, assignments, seconds=seconds, stopped=stopped)
    # Closing asks the rules that can stop a person or a slot; the audit of all of them decides.
    return assignments if after != assignments and judge.blocking(after) else after
