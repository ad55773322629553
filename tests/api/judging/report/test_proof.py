"""A proof adds up to what was measured, or shows no total at all."""

from datetime import timedelta

import pytest

from api.judging.report.report import ProofColumn, proof_of
from constraints.law.night.night_worker_status import RULE as STATUS
from constraints.registry import base
from scheduler.domain.duty import Duty
from scheduler.domain.time import Span, day_span, week_span
from scheduler.finding import Effect, Finding, Severity
from tests.api.judging.samples import JUNE, duty

RULES = {rule.id: rule for rule in base().rules}
TUESDAY = JUNE + timedelta(days=1)
JUNE_DAY = duty(JUNE, "09:00-17:00")
NIGHT = duty(JUNE, "21:30-06:00", pause=30)


def finding(rule: str, measured: int, span: Span, unit: str = "minutes") -> Finding:
    return Finding(
        rule=rule,
        subject="ada",
        on=JUNE,
        span=span,
        measured=measured,
        limit=0,
        amount=0,
        unit=unit,
        message="",
        article="",
        severity=Severity.PUBLIC_ORDER,
        effect=Effect.BLOCK,
    )


def counted(finding: Finding, *duties: Duty) -> tuple[ProofColumn, list[int | None], int | None]:
    proof = proof_of(finding, duties, RULES[finding.rule])
    assert [line.duty for line in proof.lines] == list(duties)
    return proof.how, [line.counted for line in proof.lines], proof.total


def test_a_day_counts_what_lies_in_it() -> None:
    # The break has no known place: it lies in the day as far as it can.
    breach = finding("daily_max_10h", 120, day_span(JUNE))

    assert counted(breach, NIGHT) == (ProofColumn.WORK, [120], 120)


def test_a_week_adds_its_shifts() -> None:
    breach = finding("weekly_max_48h", 14 * 60, week_span(JUNE))

    assert counted(breach, duty(JUNE), duty(TUESDAY)) == (ProofColumn.WORK, [420, 420], 840)


def test_a_post_counts_whole_where_the_law_keeps_it_whole() -> None:
    breach = finding("night_worker_daily_8h", 480, day_span(JUNE))

    assert counted(breach, NIGHT) == (ProofColumn.WORK, [480], 480)


def test_a_daily_rest_is_what_separates_two_shifts() -> None:
    early = duty(TUESDAY, "06:59-12:00", pause=0)
    breach = finding("daily_rest_11h", 599 + 240, Span(JUNE_DAY.span.start, early.span.end))

    assert counted(breach, JUNE_DAY, early) == (ProofColumn.REST, [None, 839], 839)


def test_a_weekly_rest_is_the_best_of_them() -> None:
    duties = [duty(JUNE + timedelta(days=n)) for n in (0, 1, 3)]
    breach = finding("weekly_rest_35h", 40 * 60, week_span(JUNE))

    assert counted(breach, *duties) == (ProofColumn.REST, [None, 16 * 60, 40 * 60], 40 * 60)


def test_a_span_runs_from_the_first_start() -> None:
    duties = (duty(JUNE, "07:00-11:00"), duty(JUNE, "16:00-20:01"))
    breach = finding("daily_span_13h", 781, day_span(JUNE))

    assert counted(breach, *duties) == (ProofColumn.SPAN, [240, 781], 781)


def test_night_is_counted_by_the_rule_s_own_window() -> None:
    breach = finding(STATUS.id, 480, week_span(JUNE))

    assert counted(breach, NIGHT)[2] == 480


@pytest.mark.parametrize(("measured", "unit"), [(421, "minutes"), (420, "days")])
def test_what_does_not_add_up_shows_no_total(measured: int, unit: str) -> None:
    breach = finding("weekly_max_48h", measured, week_span(JUNE), unit)

    assert counted(breach, JUNE_DAY) == (ProofColumn.NOTHING, [None], None)


def test_a_finding_without_shifts_has_an_empty_proof() -> None:
    breach = finding("weekly_max_48h", 0, week_span(JUNE))

    assert counted(breach) == (ProofColumn.NOTHING, [], None)
