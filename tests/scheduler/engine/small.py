"""Small problems built by hand, whose answers can be counted on fingers."""

from dataclasses import replace
from datetime import date, time, timedelta

from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Problem
from scheduler.domain.slots import Need, Slot
from scheduler.domain.time import Span, at, days_span

JUNE = date(2026, 6, 1)  # a Monday


def person(name: str, *dispositifs: str) -> Mediator:
    return Mediator(
        id=name,
        name=name.title(),
        dispositifs=frozenset(dispositifs or ("d",)),
        contracts=(Contract(kind=ContractKind.CDI, start=date(2020, 1, 1)),),
        socle=date(2020, 1, 1),
    )


def eight_hours(name: str) -> Mediator:
    """Return somebody due eight hours a week."""
    someone = person(name)
    return replace(someone, contracts=(replace(someone.contracts[0], weekly_minutes=8 * 60),))


def shift(
    day: int,
    start: int,
    end: int,
    *,
    need: int = 1,
    dispositif: str = "d",
    mandatory: bool = False,
    site: str = "",
) -> Slot:
    """Return a slot, so many days after the first, between two hours (the next day's, if less)."""
    return shift_on(
        JUNE + timedelta(days=day),
        start,
        (end - start) % 24 or 24,
        need=need,
        dispositif=dispositif,
        mandatory=mandatory,
        site=site,
    )


def shift_on(
    day: date,
    start: int,
    hours: int = 7,
    *,
    need: int = 1,
    dispositif: str = "d",
    mandatory: bool = False,
    site: str = "",
) -> Slot:
    """Return a slot of a day, of so many hours by the clock."""
    last = day + timedelta(days=(start + hours) // 24)
    return Slot(
        id=f"{dispositif}-{start:02d}-{day:%Y-%m-%d}",
        span=Span(at(day, time(start)), at(last, time((start + hours) % 24))),
        dispositif=dispositif,
        site=site,
        needs=(Need(minimum=need, target=need, maximum=need),),
        mandatory=mandatory,
    )


def week(mediators: tuple[Mediator, ...], slots: tuple[Slot, ...], days: int = 7) -> Problem:
    return Problem(
        horizon=days_span(JUNE, JUNE + timedelta(days=days - 1)), mediators=mediators, slots=slots
    )
