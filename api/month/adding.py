"""People who come to a version together: what all of them would break, and who is behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from api.judging.reaudit import finding_changes
from api.month.findings import after_edit, findings_of
from api.month.frames import Frame
from api.staffing.trial import stopping
from scheduler.domain.problem import Assignment
from scheduler.finding import Finding


def harmless(
    frame: Frame, before: frozenset[Assignment], added: frozenset[Assignment]
) -> frozenset[Assignment]:
    """
    Return those of some assignments, tried one by one, that break nothing all together either.

    Rules on the whole month see only all of them at once.
    """
    while added and (broken := _broken(frame, before, added)):
        added -= frozenset(_behind(broken, added)) or added
    return added


def _broken(
    frame: Frame, before: frozenset[Assignment], added: frozenset[Assignment]
) -> tuple[Finding, ...]:
    """Return what blocks and wasn't there before people came."""
    after = after_edit(frame, before, before | added)
    return stopping(finding_changes(findings_of(frame, before), after).added)


def _behind(broken: Iterable[Finding], added: frozenset[Assignment]) -> Iterator[Assignment]:
    """Yield those of the assignments of which findings tell."""
    for finding in broken:
        about = {finding.subject, *finding.evidence}
        yield from (each for each in added if {each.mediator, each.slot} & about)
