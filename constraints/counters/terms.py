"""Find the thresholds and rates in force for a person in the rules of their profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.counters.days.tally import NightWindow
from constraints.counters.thresholds import (
    BEYOND_COMPLEMENT,
    BEYOND_TENTH,
    FIRST_HOURS,
    FIRST_RATE,
    FIRST_TENTH,
    IN_COMPLEMENT,
    LARGE_REST,
    LEGAL_WEEK,
    LEGAL_YEAR,
    MOST_COMPLEMENTS,
    NEXT_RATE,
    NO_NIGHT_REST,
    QUOTA,
    SMALL_HEADCOUNT,
    SMALL_REST,
    SOLIDARITY,
    UNILATERAL_WEEK,
    ComplementaryRates,
    ComplementTerms,
    Premiums,
    QuotaTerms,
    Thresholds,
)
from constraints.night.rules import NightRule, NightWorkerRule
from scheduler.dated import Dated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.rule import PersonRule


@dataclass(frozen=True, kw_only=True)
class Terms:
    """
    Thresholds and rates with which a person's hours are counted.

    `night_rest`: rest that a minute of night work gives a night worker, in per mille (0: no
    agreement says). `night_worker`: the rule that tells who is one (None: the profile has none).
    """

    thresholds: Thresholds
    premiums: Premiums
    quota: QuotaTerms
    complementary: ComplementaryRates
    complement: ComplementTerms
    window: NightWindow
    night_rest: Dated
    night_worker: NightWorkerRule | None = None


def terms_of(rules: Iterable[PersonRule]) -> Terms:
    """
    Return the thresholds and rates that the rules set, else the Code's own.

    A value is found by its declaration in the Code: the rule whose default is that declaration sets
    it.
    """
    rules = tuple(rules)
    changed = {
        id(getattr(type(rule), name)): dated
        for rule in rules
        for name, dated in rule.parameters().items()
        if dated is not getattr(type(rule), name)
    }

    def now(declared: Dated) -> Dated:
        """Return a value of the Code as the rules change it."""
        return changed.get(id(declared), declared)

    return Terms(
        thresholds=Thresholds(
            week=now(LEGAL_WEEK),
            unilateral_week=now(UNILATERAL_WEEK),
            year=now(LEGAL_YEAR),
            solidarity=now(SOLIDARITY),
        ),
        premiums=Premiums(
            first_hours=now(FIRST_HOURS), first_rate=now(FIRST_RATE), next_rate=now(NEXT_RATE)
        ),
        quota=QuotaTerms(
            quota=now(QUOTA),
            small_headcount=now(SMALL_HEADCOUNT),
            small_rest=now(SMALL_REST),
            large_rest=now(LARGE_REST),
        ),
        complementary=ComplementaryRates(first_tenth=now(FIRST_TENTH), beyond=now(BEYOND_TENTH)),
        complement=ComplementTerms(
            most=now(MOST_COMPLEMENTS), rate=now(IN_COMPLEMENT), beyond=now(BEYOND_COMPLEMENT)
        ),
        window=NightWindow(begins=now(NightRule.begins), ends=now(NightRule.ends)),
        night_rest=now(NO_NIGHT_REST),
        night_worker=next((r for r in rules if isinstance(r, NightWorkerRule)), None),
    )
