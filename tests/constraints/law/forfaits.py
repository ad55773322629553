"""People whose contract counts days of a year, and years of their days."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from scheduler.domain.duty import Duty
from scheduler.domain.employment.contracts import Contract, ContractKind, HoursBasis
from scheduler.domain.employment.forfait import Forfait
from scheduler.domain.people import Mediator
from tests.constraints.law.make import ADULT, duty, past

DAY = timedelta(days=1)
SIGNED = date(2020, 1, 1)


def forfait(days: int = 218, **options: Any) -> Forfait:
    """A forfait whose convention is written."""
    return Forfait(days=days, **({"signed": SIGNED} | options))


def in_days(
    counted: Forfait | None = None, start: date = SIGNED, end: date | None = None, **others: Any
) -> Contract:
    """A contract that counts days."""
    return Contract(
        kind=ContractKind.CDI,
        start=start,
        end=end,
        basis=HoursBasis.DAYS,
        forfait=forfait() if counted is None else counted,
        **others,
    )


def who(*contracts: Contract) -> Mediator:
    """The adult of the tests, under these contracts (none: a forfait of 218 days)."""
    return replace(ADULT, contracts=contracts or (in_days(),))


def worked(number: int, last: date) -> tuple[Duty, ...]:
    """So many days worked in a row up to `last`, before anything is planned."""
    return tuple(past(f"{last - n * DAY} 09:00 17:00") for n in reversed(range(number)))


def planned(number: int, first: date) -> tuple[Duty, ...]:
    """So many days in a row that a rota plans."""
    return tuple(duty(f"{first + n * DAY} 09:00 17:00") for n in range(number))
