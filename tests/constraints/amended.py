"""Part-time contracts that amendments raise, for the tests of what follows from them."""

from datetime import date
from typing import Any

from scheduler.domain.employment.amendments import Amendment, AmendmentGround
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Mediator
from tests.constraints.law.people import person

WHOLE_JUNE = date(2026, 6, 1), date(2026, 6, 30)


def amendment(
    start: date = WHOLE_JUNE[0],
    end: date = WHOLE_JUNE[1],
    hours: float = 30,
    ground: AmendmentGround = AmendmentGround.INCREASE,
) -> Amendment:
    """An amendment; a replacement names somebody."""
    return Amendment(
        start=start,
        end=end,
        weekly_minutes=round(hours * 60),
        ground=ground,
        replaced="other" if ground is AmendmentGround.REPLACEMENT else "",
    )


def part_timer(*amendments: Amendment, hours: float = 20, **options: Any) -> Mediator:
    """One person of twenty hours a week, by default."""
    contract = Contract(
        kind=ContractKind.CDI,
        start=date(2020, 1, 1),
        weekly_minutes=round(hours * 60),
        group="G",
        amendments=amendments,
        **options,
    )
    return person(contracts=(contract,))
