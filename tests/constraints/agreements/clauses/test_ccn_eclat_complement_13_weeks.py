from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.agreements.clauses.ccn_eclat_complement_13_weeks import RULE
from constraints.agreements.periods import Period
from scheduler.domain.employment.amendments import AmendmentGround
from tests.constraints.amended import amendment, part_timer
from tests.constraints.law.make import audited, facts, timeline

JUNE: dict[str, Any] = {"first": date(2026, 6, 1), "last": date(2026, 6, 30)}
DAY = timedelta(days=1)


def lasting(start: date, days: int, **options: Any) -> Any:
    return amendment(start, start + (days - 1) * DAY, **options)


def seen(*amendments: Any, rule: Any = RULE, **options: Any) -> list[tuple[str, int, int, int]]:
    return facts(audited(rule, timeline(who=part_timer(*amendments), **(JUNE | options))))


@pytest.mark.parametrize(
    ("amendments", "expected"),
    [
        # Thirteen weeks are ninety-one days, in one amendment or in several.
        ((lasting(date(2026, 4, 1), 91),), []),
        ((lasting(date(2026, 3, 31), 92),), [("2026-06-30", 92, 91, 1)]),
        ((lasting(date(2026, 1, 1), 71), lasting(date(2026, 6, 1), 20)), []),
        (
            (lasting(date(2026, 1, 1), 71), lasting(date(2026, 6, 1), 21)),
            [("2026-06-21", 92, 91, 1)],
        ),
        # What is too much in May is told in May, and again in June for June's days.
        ((lasting(date(2026, 2, 1), 91 + 31),), [("2026-06-01", 122, 91, 31)]),
        # To replace somebody there is no bound.
        ((lasting(date(2026, 1, 1), 181, ground=AmendmentGround.REPLACEMENT),), []),
    ],
)
def test_thirteen_weeks_a_year(amendments: tuple[Any, ...], expected: list[Any]) -> None:
    assert seen(*amendments) == expected


@pytest.mark.parametrize(("days", "expected"), [(152, []), (153, [("2026-04-02", 92, 91, 1)])])
def test_each_civil_year_has_its_own_days(days: int, expected: list[Any]) -> None:
    # From 1 November: sixty-one days of 2025, the others of 2026.
    long = lasting(date(2025, 11, 1), days)

    assert seen(long, first=date(2026, 1, 1), last=date(2026, 4, 30)) == expected


def test_it_is_silent_while_the_agreement_is_not_applied() -> None:
    later = replace(RULE, periods=(Period(since=date(2026, 7, 1)),))

    assert seen(lasting(date(2026, 1, 1), 181), rule=later) == []


def test_it_says_days_and_weeks() -> None:
    who = part_timer(lasting(date(2026, 3, 31), 92))
    (finding,) = audited(RULE, timeline(who=who, **JUNE))

    assert finding.message == (
        "Maé : 92 jours d’avenants de complément d’heures dans l’année civile, hors "
        "remplacement, au lieu de 91 jours (treize semaines) au plus."
    )
    assert finding.article == "art. 5.9.6.2 (ECLAT, IDCC 1518)"
