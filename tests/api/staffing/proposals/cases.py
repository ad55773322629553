"""The small association with posts of its own: some that only a person with a title may hold."""

from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from api.data.association import Association
from api.data.folder.load import load
from api.month.frames import Frame, framed
from api.staffing.causes import OpenPost, open_posts
from api.staffing.proposals.proposal import Proposal
from api.staffing.proposals.search import Month, proposals_for
from scheduler.audit import audit
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need, Slot
from scheduler.domain.time import PARIS, Span
from tests.api.commands import PETIT
from tests.api.month.cases import MARCH

RARE = frozenset({"rare"})
"""A title that only those have to whom a test gives it."""


@cache
def association() -> Association:
    return load(PETIT)


@cache
def frame() -> Frame:
    return framed(association(), MARCH, None)


def slot(
    name: str,
    start: tuple[int, ...],
    end: tuple[int, ...],
    *,
    people: int = 1,
    titles: frozenset[str] = frozenset(),
    dispositif: str = "P",
) -> Slot:
    first, last = (datetime(*at, tzinfo=PARIS) for at in (start, end))  # type: ignore[arg-type,misc]
    need = Need(minimum=people, target=people, maximum=people, titles=titles)
    return Slot(
        id=name, span=Span(first, last), dispositif=dispositif, agency="ville", needs=(need,)
    )


def problem_of(
    *slots: Slot, titled: tuple[str, ...] = (), only: tuple[str, ...] = (), **changes: Any
) -> Problem:
    """
    The people of the small association, those named with the title, and these slots alone.

    `only`: the only people there are, of whom nothing else is known (none named: all).
    """
    if only:
        alone: dict[str, Any] = dict.fromkeys(("history", "trainings", "absences", "pairs"), ())
        changes = alone | changes
    people = tuple(
        replace(m, titles=m.titles | RARE) if m.id in titled else m
        for m in frame().problem.mediators
        if not only or m.id in only
    )
    return replace(frame().problem, slots=slots, mediators=people, previous=frozenset(), **changes)


def month_of(problem: Problem, *pairs: tuple[str, str]) -> Month:
    rota = Rota(problem=problem, assignments=frozenset(Assignment(*pair) for pair in pairs))
    profile = frame().profile
    return Month(
        association=association(),
        rota=rota,
        profile=profile,
        findings=tuple(audit(rota, profile)),
    )


def post_of(month: Month, name: str) -> OpenPost:
    (post,) = open_posts(month.bench, slots={name})
    return post


def proposals_of(month: Month, name: str) -> tuple[Proposal, ...]:
    return proposals_for(month, post_of(month, name))


def added_blocks(month: Month, proposal: Proposal) -> list[str]:
    """The blocking findings that a proposal adds, by a whole audit before and after."""
    profile = month.with_terms(proposal.terms) if proposal.terms else month.profile
    after = audit(proposal.applied(month.rota), profile)
    known = {finding.code for finding in audit(month.rota, month.profile)}
    return [finding.message for finding in after if finding.blocks and finding.code not in known]
