from constraints.agreements.clauses.ccn_missions_locales_work_periods import RULE
from tests.constraints.agreements.clauses.judged import said
from tests.constraints.law.make import audited, duty, timeline


def test_two_periods_are_lawful_and_three_are_not() -> None:
    two = duty("2026-06-15 08:00 10:00"), duty("2026-06-15 11:00 13:00")

    assert said(RULE, *two) == []
    assert said(RULE, *two, duty("2026-06-15 14:00 16:00")) == [("2026-06-15", 3, 2, "violation")]


def test_the_finding_cites_the_agreement() -> None:
    day = [duty(f"2026-06-15 {h}:00 {h + 1}:00") for h in (10, 12, 14)]

    (finding,) = audited(RULE, timeline(*day))

    assert finding.article == "art. 5.1.2.3 (Missions locales, IDCC 2190)"
    assert finding.message == (
        "Lou : journée du 15/06/2026 travaillée en 3 fois, au lieu de 2 fois au plus."
    )
