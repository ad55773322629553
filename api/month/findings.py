"""Constats d'une version: judged once whole, then again only where an edit touches."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING

from api.database.single_flight import SingleFlight
from api.judging.again import reaudit
from scheduler.audit import audit
from scheduler.begun import with_facts
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.time import minute_at
from scheduler.finding import Finding
from scheduler.rule import Profile

if TYPE_CHECKING:
    from api.month.frames import Frame

KEPT = 60
"""Versions whose findings a process remembers."""

_Key = tuple[int, frozenset[Assignment]]


@dataclass(frozen=True, kw_only=True)
class _Judged:
    """Findings, the problem and the rules that they are of, and whether all were judged at once."""

    problem: Problem
    profile: Profile
    findings: list[Finding]
    whole: bool


_findings: OrderedDict[_Key, _Judged] = OrderedDict()
_lock = Lock()
_audits = SingleFlight()
"""Of audits under way: problem and version."""


def findings_of(
    frame: Frame,
    assignments: frozenset[Assignment],
    *,
    whole: bool = False,
    now: datetime | None = None,
) -> list[Finding]:
    """
    Return the findings on a version, by person then team; judged once, not stored.

    `whole`: judged by all rules together, not from an older version's findings. What is proved by
    nothing but what is published and has begun (at `now`) is inherited.
    """
    return _told(frame, assignments, _judged(frame, assignments, whole=whole), now)


def after_edit(
    frame: Frame, before: frozenset[Assignment], after: frozenset[Assignment]
) -> list[Finding]:
    """
    Return the findings after an edit (see `findings_of`), having judged again only whom it touches.

    What bears on the whole month (documents to keep, opinions to ask for) is judged again too: a
    version has the same findings in each process, whichever of them made it.
    """
    found = _known(frame, after)
    if found is None:
        touched = [one for one in before ^ after if frame.decides(one)]
        # Known before its turn is taken: whoever undoes the edit goes the other way.
        known = _judged(frame, before)
        with _audits.turn((id(frame.problem), after)):
            found = _known(frame, after)
            if found is None:
                found = reaudit(frame.rota(after), frame.profile, known, touched, whole=True)
                _keep(frame, after, found, whole=False)
    return _told(frame, after, found, None)


def _judged(
    frame: Frame, assignments: frozenset[Assignment], *, whole: bool = False
) -> list[Finding]:
    known = _known(frame, assignments, whole=whole)
    if known is not None:
        return known
    # Several who ask at once for the first time wait for one audit.
    with _audits.turn((id(frame.problem), assignments)):
        known = _known(frame, assignments, whole=whole)
        if known is None:
            known = audit(frame.rota(assignments), frame.profile)
            _keep(frame, assignments, known, whole=True)
    return known


def _told(
    frame: Frame,
    assignments: frozenset[Assignment],
    found: list[Finding],
    now: datetime | None,
) -> list[Finding]:
    at = minute_at(now or datetime.now(UTC))
    return with_facts(found, frame.rota(assignments), at)


def _known(
    frame: Frame, assignments: frozenset[Assignment], *, whole: bool = False
) -> list[Finding] | None:
    with _lock:
        found = _findings.get((id(frame.problem), assignments))
    # An id may be another problem's by now: the problem itself is kept beside.
    if found is None or found.problem is not frame.problem or found.profile != frame.profile:
        return None
    return found.findings if found.whole or not whole else None


def _keep(
    frame: Frame, assignments: frozenset[Assignment], found: list[Finding], *, whole: bool
) -> None:
    key = (id(frame.problem), assignments)
    with _lock:
        _findings[key] = _Judged(
            problem=frame.problem, profile=frame.profile, findings=found, whole=whole
        )
        _findings.move_to_end(key)
        while len(_findings) > KEPT:
            _findings.popitem(last=False)
