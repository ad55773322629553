from datetime import date

from constraints.agreements.clauses.ccn_alisfa_sunday_rest import RULE
from scheduler.finding import Verdict
from tests.constraints.agreements.clauses.judged import agreed, said
from tests.constraints.law.make import audited, duty, timeline

SUNDAY = date(2026, 6, 21)
POST = duty("2026-06-21 10:00 14:01")


def test_a_worked_sunday_gives_its_hours_and_half_as_much_again() -> None:
    (finding,) = audited(RULE, timeline(POST))

    assert (finding.on, finding.measured, finding.verdict) == (SUNDAY, 241, Verdict.NOTE)
    assert finding.message == (
        "Lou : 4 h 01 de travail le dimanche 21/06/2026 : un repos de 6 h 01 est dû en retour."
    )
    assert (finding.article, finding.blocks) == ("art. IV-1.3.2 (ALISFA, IDCC 1261)", False)


def test_the_minutes_of_a_night_that_ends_on_sunday_count() -> None:
    late, in_time = duty("2026-06-20 21:00 00:30"), duty("2026-06-20 21:00 00:00")

    assert said(RULE, late, last=SUNDAY) == [("2026-06-21", 30, 0, "note")]
    assert said(RULE, in_time, last=SUNDAY) == []


def test_a_holiday_on_a_sunday_gives_its_rest_by_the_rule_on_holidays() -> None:
    assert audited(RULE, timeline(POST, holidays=frozenset({SUNDAY}))) == []


def test_a_company_agreement_may_give_another_rate() -> None:
    rule = agreed(RULE, rate=2000)

    (finding,) = audited(rule, timeline(POST))

    assert finding.message.endswith("un repos de 8 h 02 est dû en retour.")
