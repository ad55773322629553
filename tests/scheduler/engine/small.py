"""Small problems built by hand, whose answers can be counted on fingers."""

from __future__ import annotations

from datetime import date, time, timedelta

from scheduler.domain.people import Contract, ContractKind, Mediator
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
    first = JUNE + timedelta(days=day)
    last = first + timedelta(days=end <= start)
    return Slot(
        id=f"{dispositif}-{start:02d}-{first:%Y-%m-%d}",
        span=Span(at(first, time(start)), at(last, time(end))),
        dispositif=dispositif,
        site=site,
        needs=(Need(minimum=need, target=need, maximum=need),),
        mandatory=mandatory,
    )


def week(mediators: tuple[Mediator, ...], slots: tuple[Slot, ...], days: int = 7) -> Problem:
    return Problem(
        horizon=days_span(JUNE, JUNE + timedelta(days=days - 1)), mediators=mediators, slots=slots
    )
