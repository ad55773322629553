"""Counters of one person, by the base rules or as an agreement moves them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, cast

from constraints.counters.count import counters
from constraints.counters.sheet import Counters, PremiumMinutes
from constraints.registry import base
from scheduler.dated import Level, Source
from scheduler.rule import PersonRule
from tests.constraints.counters.make import (
    MONDAY,
    shift,
    timeline,
)

RULES = base().person_rules
JUNE: dict[str, Any] = {"first": date(2026, 6, 1), "last": date(2026, 6, 30)}
JULY: dict[str, Any] = {"first": date(2026, 7, 1), "last": date(2026, 7, 31)}
SOURCE = Source("accord d’entreprise", "art. 1")


def count(*duties: Any, rules: tuple[PersonRule, ...] = RULES, **options: Any) -> Counters:
    return counters(timeline(*duties, **options), rules)


def moved(rule: str, **values: int) -> tuple[PersonRule, ...]:
    """The base rules, with values that an agreement sets from 15 June 2026 on."""
    table = []
    for known in RULES:
        if known.id == rule:
            changed: dict[str, Any] = {
                name: getattr(known, name).derogate(value, MONDAY, SOURCE, level=Level.BRANCH)
                for name, value in values.items()
            }
            table.append(replace(cast("Any", known), **changed))
        else:
            table.append(known)
    return tuple(table)


def tiers(*pairs: tuple[int, int]) -> tuple[PremiumMinutes, ...]:
    return tuple(PremiumMinutes(rate=rate, minutes=minutes) for rate, minutes in pairs)


def nights(weeks: int) -> list[Any]:
    return [
        shift(f"{monday + timedelta(days=n)} 16:00", f"{monday + timedelta(days=n)} 23:59")
        for monday in (date(2026, 6, 1) + timedelta(weeks=w) for w in range(weeks))
        for n in (0, 2)
    ]


def late(weeks: int) -> list[Any]:
    return [
        shift(f"{monday + timedelta(days=n)} 17:00", f"{monday + timedelta(days=n + 1)} 00:00")
        for monday in (date(2026, 6, 1) + timedelta(weeks=w) for w in range(weeks))
        for n in (0, 2)
    ]
