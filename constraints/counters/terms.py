"""Barème : the thresholds and rates in force for a person, found in the rules of their profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.counters.tally import Window
from constraints.counters.thresholds import (
    BEYOND_TENTH,
    FIRST_HOURS,
    FIRST_RATE,
    FIRST_TENTH,
    LARGE_REST,
    LEGAL_WEEK,
    LEGAL_YEAR,
    NEXT_RATE,
    NO_NIGHT_REST,
    QUOTA,
    SMALL_HEADCOUNT,
    SMALL_REST,
    SOLIDARITY,
    UNILATERAL_WEEK,
    ComplementaryRates,
    Premiums,
    QuotaTerms,
    Thresholds,
)
from constraints.night import NightRule, NightWorkerRule
from scheduler.dated import Dated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.rule import PersonRule


@dataclass(frozen=True, kw_only=True)
class Terms:
    """
    What counters are counted by.

    `night_rest`: rest that a minute of night work gives a night worker, in per mille (0: no
    agreement says). `night_worker`: the rule that tells who is one (None: the profile has none).
    """

    thresholds: Thresholds
    premiums: Premiums
    quota: QuotaTerms
    complementary: ComplementaryRates
    window: Window
    night_rest: Dated
    night_worker: NightWorkerRule | None = None


def terms_of(rules: Iterable[PersonRule]) -> Terms:
    """Return the terms that the rules hold; the Code's own where a rule isn't in the profile."""
    found = {rule.id: rule for rule in rules}
    values = {name: rule.parameters() for name, rule in found.items()}

    def of(rule: str, name: str, otherwise: Dated) -> Dated:
        return values.get(rule, {}).get(name, otherwise)

    status = found.get("night_worker_status")
    return Terms(
        thresholds=Thresholds(
            week=of("legal_35h_overtime", "week", LEGAL_WEEK),
            unilateral_week=of("modulation_overtime", "unilateral_week", UNILATERAL_WEEK),
            year=of("modulation_overtime", "year", LEGAL_YEAR),
            solidarity=of("solidarity_day", "hours", SOLIDARITY),
        ),
        premiums=Premiums(
            first_hours=of("legal_35h_overtime", "first_hours", FIRST_HOURS),
            first_rate=of("legal_35h_overtime", "first_rate", FIRST_RATE),
            next_rate=of("legal_35h_overtime", "next_rate", NEXT_RATE),
        ),
        quota=QuotaTerms(
            quota=of("overtime_quota", "quota", QUOTA),
            small_headcount=of("overtime_quota", "small_headcount", SMALL_HEADCOUNT),
            small_rest=of("overtime_quota", "small_rest", SMALL_REST),
            large_rest=of("overtime_quota", "large_rest", LARGE_REST),
        ),
        complementary=ComplementaryRates(
            first_tenth=of("part_time_complementary_cap", "first_tenth", FIRST_TENTH),
            beyond=of("part_time_complementary_cap", "beyond", BEYOND_TENTH),
        ),
        window=Window(
            begins=of("night_hours", "begins", NightRule.begins),
            ends=of("night_hours", "ends", NightRule.ends),
        ),
        night_rest=of("night_hours", "rest", NO_NIGHT_REST),
        night_worker=status if isinstance(status, NightWorkerRule) else None,
    )
