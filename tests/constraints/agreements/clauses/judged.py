"""Days and weeks judged by one clause, with what its findings say."""

from dataclasses import replace
from datetime import date
from typing import Any

from constraints.agreements.clause import Clause, during
from constraints.agreements.periods import Period
from scheduler.dated import Source
from scheduler.domain.duty import Duty
from tests.constraints.law.make import audited, timeline

COMPANY = Source("accord d’entreprise du 12/03/2026", "art. 4")
FROM_TUESDAY = (Period(since=date(2026, 6, 16)),)
"""An agreement applied from Tuesday 16 June 2026 on."""

Said = tuple[str, int, int, str]
"""Day, measure, limit and verdict."""


def said(rule: Clause, *duties: Duty, **options: Any) -> list[Said]:
    """What the clause finds, in order."""
    return [
        (f.on.isoformat(), f.measured, f.limit, f.verdict.value)
        for f in audited(rule, timeline(*duties, **options))
    ]


def since_tuesday(rule: Clause) -> Clause:
    """The clause of an agreement applied from Tuesday 16 June 2026 on."""
    return during(rule, FROM_TUESDAY)


def agreed(rule: Clause, **values: int) -> Clause:
    """The clause as a company agreement changes it."""
    changed: dict[str, Any] = {
        name: rule.parameters()[name].derogate(value, date(2026, 1, 1), COMPANY)
        for name, value in values.items()
    }
    return replace(rule, **changed)
