"""What the tests of the twenty minutes' break judge: days, by the audit and by the encoding."""

from datetime import date
from typing import Any

from constraints.law.rests.break_20min import RULE
from scheduler.domain.duty import Duty
from scheduler.finding import Finding
from tests.constraints.agreement import accepts, clean
from tests.constraints.law.make import audited, facts, rota

DAY = date(2026, 6, 15)


def judged_both_ways(*duties: Duty, **options: Any) -> list[tuple[str, int, int, int]]:
    """What the audit finds, once the encoding agrees with it."""
    return facts(findings_of(*duties, **options))


def findings_of(*duties: Duty, **options: Any) -> list[Finding]:
    """The same, as findings."""
    planned = rota(*duties, first=DAY, last=date(2026, 6, 21), **options)
    assert accepts(RULE, planned) is clean(RULE, planned)
    return audited(RULE, planned)


def verdicts(*duties: Duty, **options: Any) -> list[tuple[int, str]]:
    """Measure and verdict of each, once the encoding, that avoids both, agrees with the audit."""
    findings = sorted(findings_of(*duties, **options), key=lambda f: f.span.first)
    return [(f.measured, f.verdict.value) for f in findings]
