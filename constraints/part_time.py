"""Find the weeks and months over which part-time hours are counted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import Route
from scheduler.domain.time import days_span, next_month, weeks_touched
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.domain.duty import Duty
    from scheduler.domain.employment.contracts import Contract
    from scheduler.domain.employment.employer import Employer
    from scheduler.domain.people import Mediator
    from scheduler.domain.time import Span


def part_time_on(who: Mediator, day: date) -> Contract | None:
    """Return the part-time contract in force on `day`, if there is one."""
    contract = who.contract_on(day)
    return contract if contract is not None and contract.part_time else None


def part_time_week(who: Mediator, monday: date, employer: Employer) -> Span | None:
    """
    Return the days of the civil week under part-time contracts (None: there are none).

    What an agreement arranges over a cycle or a year (L3121-44) is judged over its period, hence
    left out.
    """
    days = [
        day
        for day in (monday + timedelta(days=n) for n in range(7))
        if (contract := part_time_on(who, day)) is not None
        and not _by_agreement(who, contract, day, employer)
    ]
    return days_span(days[0], days[-1]) if days else None


def _by_agreement(who: Mediator, contract: Contract, day: date, employer: Employer) -> bool:
    """Whether an agreement counts a day's hours over more than a week; a year's always does."""
    if contract.basis is HoursBasis.YEAR:
        return True
    return contract.basis is HoursBasis.CYCLE and any(
        scheme.route is Route.AGREEMENT and scheme.holds_on(day, who.agency)
        for scheme in employer.schemes
    )


def counting_periods(who: Mediator, horizon: Span) -> Iterator[tuple[date, Span, Contract]]:
    """
    Yield the weeks, or months, that the horizon touches, of part-time contracts.

    Each comes as its first civil day (a Monday, or the first of a month), the part of it that
    the contract covers, and the contract. Annual schemes are left out.
    """
    for contract in who.contracts:
        if not contract.part_time or contract.basis is HoursBasis.YEAR:
            continue
        for first, last in _periods(horizon, contract.basis):
            begins = max(first, contract.start)
            ends = last if contract.end is None else min(last, contract.end)
            if begins <= ends:
                yield first, days_span(begins, ends), contract


def hours_of(contract: Contract, span: Span) -> int:
    """
    Return the minutes that the contract's week, or month, of which a span is the part asks for.

    A month asks for 52/12 of a week. An amendment that raises the hours for a part of the span
    counts for its weekdays (`Contract.mean_week`).
    """
    mean = contract.mean_week(span.day, span.days[-1])
    return int(mean if contract.basis is HoursBasis.WEEK else mean * 52 / 12)


def credit_in(duties: Iterable[Duty], span: Span) -> int:
    """
    Return the minutes in a span of a representative's monthly credit.

    What isn't taken off working hours may be used beside them (L3123-14): a part-timer's limits
    aren't passed by it for sure.
    """
    return sum(duty.work_in(span) for duty in duties if duty.kind is DutyKind.DELEGATION)


def with_credit(sentence: str, credit: int) -> str:
    """Say that hours of delegation, which may lie outside working hours, are what is beyond."""
    why = f"dont {shown(credit, 'minutes')} de délégation, permises hors du temps de travail"
    return f"{sentence.removesuffix('.')} : à confirmer, {why} (L3123-14)."


def _periods(horizon: Span, basis: HoursBasis) -> Iterator[tuple[date, date]]:
    if basis is HoursBasis.WEEK:
        for monday in weeks_touched(horizon):
            yield monday, monday + timedelta(days=6)
        return
    first = horizon.days[0].replace(day=1)
    while first <= horizon.days[-1]:
        after = next_month(first)
        yield first, after - timedelta(days=1)
        first = after
