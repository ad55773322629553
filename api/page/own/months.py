"""The month that one of one's own pages shows, and those before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

from fastapi import Query

from api.french.words import month_name
from api.web.months import PATTERN, first_of
from scheduler.domain.time import PARIS, next_month

if TYPE_CHECKING:
    from datetime import datetime

    from api.data.association import Association

MonthChoice = Annotated[str, Query(pattern=f"^$|{PATTERN}", max_length=7)]


@dataclass(frozen=True, kw_only=True)
class Months:
    """A month by its label and name; `previous` and `following`: labels (empty: none)."""

    label: str
    name: str
    previous: str
    previous_name: str
    following: str
    following_name: str


def months_near(association: Association, label: str, now: datetime) -> Months:
    """Return a month (`label` empty: the present one), and its neighbours that may have shifts."""
    present = f"{now.astimezone(PARIS):%Y-%m}"
    month = first_of(label or present)
    before, after = (month - timedelta(days=1)).replace(day=1), next_month(month)
    known = sorted(association.history)
    here = f"{month:%Y-%m}"
    return Months(
        label=here,
        name=month_name(month),
        previous=f"{before:%Y-%m}" if known and known[0] < here else "",
        previous_name=month_name(before),
        following=f"{after:%Y-%m}" if here <= max([*known[-1:], present]) else "",
        following_name=month_name(after),
    )
