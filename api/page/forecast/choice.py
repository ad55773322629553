"""Choose months and a dispositif: the form of the page of forecasts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.page.span import dispositif_options, month_options
from api.shell.option import Option
from api.web.months import first_of
from constraints.notices.delays import month_later
from scheduler.domain.time import PARIS, next_month

if TYPE_CHECKING:
    from datetime import date, datetime

    from api.access.caller import Caller
    from api.data.association import Association

QUARTER = 3
"""Months that are shown unless others are asked for."""

OFFERED = 18
"""Months that the form offers, from the present one on."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What is looked at: months, and a dispositif (empty: all those of the caller)."""

    first: str
    last: str
    dispositif: str
    firsts: tuple[Option, ...]
    lasts: tuple[Option, ...]
    dispositifs: tuple[Option, ...]

    @property
    def months(self) -> tuple[date, date]:
        """The first days of the first and of the last month."""
        return first_of(self.first), first_of(self.last)


def chosen(
    who: Caller,
    association: Association,
    now: datetime,
    *,
    first: str,
    last: str,
    dispositif: str,
) -> Choice:
    """Return the choice: unless named, three months from the first that nobody has published."""
    present = now.astimezone(PARIS).date().replace(day=1)
    published = association.published_months
    after = next_month(first_of(published[-1])) if published else present
    first = first or f"{max(present, after):%Y-%m}"
    last = last or f"{month_later(first_of(first), QUARTER - 1):%Y-%m}"
    return Choice(
        first=first,
        last=last,
        dispositif=dispositif,
        firsts=_months(present, first),
        lasts=_months(present, last),
        dispositifs=dispositif_options(who, association, dispositif),
    )


def _months(present: date, label: str) -> tuple[Option, ...]:
    known = sorted({*(f"{month_later(present, n):%Y-%m}" for n in range(OFFERED)), label})
    return month_options(known, label)
