"""Bound a part-timer's hours without those of the journée de solidarité: for encodings alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scheduler.domain.duty import DutyKind
from scheduler.domain.time import day_span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.dated import Dated
    from scheduler.domain.time import Span
    from scheduler.finding import Claim
    from scheduler.model import Literal, PersonModel

FULL_WEEK = 35 * 60
MAY_FIRST = (5, 1)


class _Unpaid(NamedTuple):
    """A solidarity day: its unpaid minutes, and how many of them what is fixed has already."""

    day: date
    minutes: Literal
    fixed: int


def bound_beside_solidarity(
    model: PersonModel, claim: Claim, span: Span, limit: int, hours: Dated
) -> None:
    """
    Bound the minutes of work in a window, those of the journée de solidarité left out (L3133-9).

    So is a representative's credit, which may be used beside the working hours (L3123-14).
    `hours`: the year's solidarity of a full-timer (L3133-8).
    """
    mandate = (d for d in model.fixed.duties_in(span) if d.kind is DutyKind.DELEGATION)
    terms = [*model.minutes(span), (-sum(d.work_in(span) for d in mandate), model.true)]
    unpaid = [each for each in _unpaid_days(model, hours) if each.day in span.days]
    fixed = sum(minutes for minutes, literal in terms if literal is model.true)
    # Beyond the limit by what is fixed, nothing more may be worked, as without solidarity.
    if fixed - sum(each.fixed for each in unpaid) <= limit:
        terms += [(-1, each.minutes) for each in unpaid]
    model.model.at_most(claim, terms, limit)


def _unpaid_days(model: PersonModel, hours: Dated) -> Iterator[_Unpaid]:
    """
    Yield the person's solidarity days on which they work, or may.

    A day is worth what is worked on it, up to what was marked, and to what the days before it in
    its year leave of seven hours, in proportion for part-timers (L3133-8).
    """
    who = model.mediator
    left: dict[int, int] = {}
    before: dict[int, list[_Unpaid]] = {}
    for marked in model.fixed.employer.solidarity_of(who.id, who.agency):
        day, year = marked.day, marked.day.year
        terms = model.minutes(day_span(day))
        if (day.month, day.day) == MAY_FIRST or not terms:
            continue
        contract = who.contract_on(day)
        share = hours.on(day)
        if contract is not None and contract.part_time:
            share = share * contract.weekly_minutes // FULL_WEEK
        share = left.setdefault(year, share)
        most = share if marked.minutes is None else min(share, marked.minutes)
        earlier = before.setdefault(year, [])
        rest = [(share, model.true), *((-1, each.minutes) for each in earlier)]
        worked = sum(minutes for minutes, literal in terms if literal is model.true)
        fixed = min(most, worked, share - sum(each.fixed for each in earlier))
        unpaid = _Unpaid(day, model.model.least_of((terms, rest), most), fixed)
        earlier.append(unpaid)
        yield unpaid
