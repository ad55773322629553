"""What a source doesn't tell makes a doubt of what depends on it, and of nothing else."""

from __future__ import annotations

import pytest

from api.judging.rules_in_force import all_rules
from api.judging.unsure import OF_BREAKS, OF_CONTRACT, OF_GROUNDS, OF_PAY, OF_WORK, unsure
from constraints.agreements.terms import Applied
from constraints.registry import agreements, base, profile_of
from scheduler.finding import Effect, Finding, Severity, Verdict
from scheduler.rule import TeamRule
from tests.api.judging.made import JUNE, duty

#: Rules whose measure no break changes: rests, spans, bans, ages, contracts, notices, leave.
SURE = {
    *("adult_relay", "apprentice_training_overlap", "daily_rest_11h", "daily_span_13h"),
    *("minor_apprentice_sunday_ban", "minor_daily_rest_12h", "minor_employment_age"),
    *("minor_night_ban", "minor_public_holiday_ban", "minor_weekly_rest_2_days"),
    *("modulation_notice", "modulation_period", "night_hours", "oncall_notice", "oncall_rest"),
    *("paid_leave_accrual", "paid_leave_date_change", "paid_leave_taking"),
    *("part_time_interruptions", "part_time_min_24h", "part_time_notice"),
    *("part_time_written_distribution", "public_holidays", "six_days_per_week", "solidarity_day"),
    *("temp_agency", "travel_between_sites", "weekly_rest_35h", "work_outside_contract"),
    *("absences", "consecutive_days", "one_place"),
    *("ccn_aci_amplitude", "ccn_alisfa_amplitude", "ccn_alisfa_evenings"),
    *("ccn_alisfa_part_time_min", "ccn_alisfa_work_periods", "ccn_eclat_one_interruption"),
    *("ccn_eclat_two_rest_days", "ccn_missions_locales_work_periods"),
    "ccn_two_rest_days_incl_sunday",
}
UNTOLD = duty(JUNE, "08:00-20:00", pause=None, ident="u")
TOLD = duty(JUNE, "08:00-20:00", pause=0, ident="t")
DUTIES = {"u": UNTOLD, "t": TOLD}


def finding(
    rule: str, evidence: tuple[str, ...] = ("u",), verdict: Verdict = Verdict.VIOLATION
) -> Finding:
    return Finding(
        rule=rule,
        subject="ada",
        on=JUNE,
        span=UNTOLD.span,
        measured=720,
        limit=600,
        amount=120,
        unit="minutes",
        message="Ada : 12 h 00 au lieu de 10 h 00.",
        article="L3121-18",
        severity=Severity.PUBLIC_ORDER,
        effect=Effect.BLOCK,
        verdict=verdict,
        evidence=evidence,
    )


def judged(one: Finding, *, grounds_told: bool = True) -> Finding:
    [found] = unsure([one], DUTIES, grounds_told=grounds_told)
    return found


def test_every_rule_on_people_is_classed_once() -> None:
    classes = (OF_BREAKS, OF_WORK, OF_PAY, OF_GROUNDS, SURE)
    profiles = (base(), *(profile_of((Applied(agreement=one),)) for one in agreements()))
    ids = {r.id for p in profiles for r in all_rules(p) if not isinstance(r, TeamRule)}

    assert ids - {one for group in classes for one in group} == set()
    assert sum(len(ids & set(group)) for group in classes) == len(ids)


@pytest.mark.parametrize("rule", sorted(OF_BREAKS))
def test_a_break_that_is_not_told_may_have_been_taken(rule: str) -> None:
    found = judged(finding(rule))

    assert found.verdict is Verdict.TO_CONFIRM
    assert found.message == (
        "Ada : 12 h 00 au lieu de 10 h 00 (à confirmer, la source ne dit pas les pauses : "
        "infraction si aucune ne l’a interrompu, conforme si une pause assez longue a été prise)."
    )


@pytest.mark.parametrize("rule", sorted(OF_WORK))
def test_breaks_that_are_not_told_may_bring_work_under_the_limit(rule: str) -> None:
    found = judged(finding(rule))

    assert found.verdict is Verdict.TO_CONFIRM
    assert "conforme si elles font au moins 2 h 00" in found.message


@pytest.mark.parametrize("verdict", [Verdict.VIOLATION, Verdict.NOTE])
@pytest.mark.parametrize("rule", sorted(OF_PAY))
def test_breaks_that_are_not_told_lessen_what_is_due(rule: str, verdict: Verdict) -> None:
    assert judged(finding(rule, verdict=verdict)).verdict is Verdict.TO_CONFIRM


@pytest.mark.parametrize("rule", sorted(OF_CONTRACT))
def test_a_contract_that_was_assumed_makes_a_doubt_of_overtime(rule: str) -> None:
    one = finding(rule, ("t",), Verdict.NOTE)

    [found] = unsure([one], DUTIES, contract_told=False)

    assert judged(one) is one
    assert found.verdict is Verdict.TO_CONFIRM
    assert "dû à un temps plein compté à la semaine" in found.message


def test_a_contract_that_was_assumed_changes_no_rest() -> None:
    one = finding("daily_rest_11h", ("t",))

    assert list(unsure([one], DUTIES, contract_told=False)) == [one]


@pytest.mark.parametrize("rule", sorted(SURE))
def test_rests_spans_and_bans_need_no_break(rule: str) -> None:
    one = finding(rule)

    assert judged(one) is one


def test_breaks_that_are_told_leave_the_verdict() -> None:
    one = finding("daily_max_10h", ("t",))

    assert judged(one) is one


def test_one_shift_without_breaks_is_enough_for_a_doubt() -> None:
    assert judged(finding("daily_max_10h", ("t", "u"))).verdict is Verdict.TO_CONFIRM


@pytest.mark.parametrize("rule", sorted(OF_GROUNDS))
def test_without_derogations_told_what_they_lift_is_to_confirm(rule: str) -> None:
    one = finding(rule, ("t",))

    assert judged(one) is one
    assert judged(one, grounds_told=False).verdict is Verdict.TO_CONFIRM


@pytest.mark.parametrize("verdict", [Verdict.TO_CONFIRM, Verdict.NOTE])
def test_what_is_no_violation_stays_as_it_is(verdict: Verdict) -> None:
    one = finding("daily_max_10h", verdict=verdict)

    assert judged(one) is one


def test_a_doubt_has_another_code_than_the_violation() -> None:
    one = finding("daily_max_10h")

    assert judged(one).code != one.code
