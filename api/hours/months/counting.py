"""Count a published month's people for RH: once for the data, for all readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.database.memory import Memory, Same
from api.hours.months.service import KEPT, Month
from api.planning.counters import Counters, counters_of
from constraints.counters.count import counters as sheet_of
from constraints.counters.sheet import OwedRestLine, WindowLine
from scheduler.domain.people import Mediator

PEOPLE = 150
"""People of a month whose counts are kept, on average: as many as a large association has."""


@dataclass(frozen=True, kw_only=True)
class PersonCount:
    """
    A person's month, in minutes. `overtime`: by rate, in thousandths.

    `window`: the twelve weeks that end last (None: none does); `owed`: rests owed for hours that
    were cut, returned or not.
    """

    counters: Counters
    overtime: Mapping[int, int]
    window: WindowLine | None
    owed: tuple[OwedRestLine, ...]


_counts = Memory[PersonCount](KEPT * PEOPLE)


def person_count(month: Month, person: Mediator) -> PersonCount:
    """
    Return what a month counts for one of its people, worked out once.

    A month is another one as soon as data, publications or hours worked are others (`month_of`).
    """
    return _counts.get((Same(month), person.id), lambda: _count(month, person))


def _count(month: Month, person: Mediator) -> PersonCount:
    rules = month.profile.rules_of(person)
    sheet = sheet_of(month.rota.timeline(person), rules)
    return PersonCount(
        counters=counters_of(month.rota, person, rules),
        overtime={premium.rate: premium.minutes for premium in sheet.overtime},
        window=max(sheet.windows, key=lambda window: window.last_monday, default=None),
        owed=tuple(sheet.owed),
    )
