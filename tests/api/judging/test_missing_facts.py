"""What a source doesn't tell makes a doubt of what depends on it, and of nothing else."""

import pytest

from api.judging.judging import mark_to_confirm
from api.judging.rules import all_rules
from constraints.agreements.terms import Applied
from constraints.registry import agreements, base, profile_of
from scheduler.evidence import Fact
from scheduler.finding import Effect, Finding, Severity, Verdict
from scheduler.rule import Rule, TeamRule
from tests.api.judging.samples import JUNE, duty

PROFILES = (base(), *(profile_of((Applied(agreement=agreement),)) for agreement in agreements()))
#: The rules on people of the Code and of each agreement, by id.
RULES = {r.id: r for p in PROFILES for r in all_rules(p) if not isinstance(r, TeamRule)}


def resting_on(fact: Fact) -> list[str]:
    """Return the rules that rest on a fact, by id."""
    return sorted(rule.id for rule in RULES.values() if fact in rule.rests_on)


SURE = sorted(rule.id for rule in RULES.values() if not rule.rests_on)
#: What is known of breaks is needed once by a rule: they are asked for, or lessen what it counts.
OF_BREAKS = (Fact.BREAK, Fact.WORK, Fact.DUE)
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


def judged(finding: Finding, *, grounds_told: bool = True) -> Finding:
    [doubt] = mark_to_confirm([finding], DUTIES, RULES.values(), grounds_told=grounds_told)
    return doubt


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda r: r.id)
def test_a_rule_rests_on_breaks_in_one_way_at_most(rule: Rule) -> None:
    assert sum(fact in rule.rests_on for fact in OF_BREAKS) <= 1


@pytest.mark.parametrize(
    ("fact", "some"),
    [
        (Fact.BREAK, {"break_20min", "minor_break_30min", "ccn_eclat_night_break"}),
        (Fact.WORK, {"daily_max_10h", "weekly_max_48h", "avg12_44h", "ccn_eclat_avg6_44h"}),
        (Fact.DUE, {"legal_35h_overtime", "night_worker_status", "overtime_quota"}),
        (Fact.GROUND, {"may_first", "night_work_legal_basis", "sunday_rest"}),
        (Fact.CONTRACT, {"legal_35h_overtime", "modulation_overtime", "overtime_quota"}),
    ],
    ids=lambda value: value.name if isinstance(value, Fact) else "",
)
def test_rules_say_themselves_what_they_rest_on(fact: Fact, some: set[str]) -> None:
    assert some <= set(resting_on(fact))


@pytest.mark.parametrize("rule", ["daily_rest_11h", "daily_span_13h", "weekly_rest_35h"])
def test_rests_and_spans_rest_on_no_fact_that_may_be_untold(rule: str) -> None:
    assert rule in SURE


@pytest.mark.parametrize("rule", resting_on(Fact.BREAK))
def test_a_break_that_is_not_told_may_have_been_taken(rule: str) -> None:
    doubt = judged(finding(rule))

    assert doubt.verdict is Verdict.TO_CONFIRM
    assert doubt.message == (
        "Ada : 12 h 00 au lieu de 10 h 00 (à confirmer, la source ne dit pas les pauses : "
        "infraction si aucune ne l’a interrompu, conforme si une pause assez longue a été prise)."
    )


@pytest.mark.parametrize("rule", resting_on(Fact.WORK))
def test_breaks_that_are_not_told_may_bring_work_under_the_limit(rule: str) -> None:
    doubt = judged(finding(rule))

    assert doubt.verdict is Verdict.TO_CONFIRM
    assert "conforme si elles font au moins 2 h 00" in doubt.message


@pytest.mark.parametrize("verdict", [Verdict.VIOLATION, Verdict.NOTE])
@pytest.mark.parametrize("rule", resting_on(Fact.DUE))
def test_breaks_that_are_not_told_lessen_what_is_due(rule: str, verdict: Verdict) -> None:
    assert judged(finding(rule, verdict=verdict)).verdict is Verdict.TO_CONFIRM


@pytest.mark.parametrize("rule", resting_on(Fact.CONTRACT))
def test_a_contract_that_was_assumed_makes_a_doubt_of_overtime(rule: str) -> None:
    breach = finding(rule, ("t",), Verdict.NOTE)

    [doubt] = mark_to_confirm([breach], DUTIES, RULES.values(), contract_told=False)

    assert judged(breach) is breach
    assert doubt.verdict is Verdict.TO_CONFIRM
    assert "dû à un temps plein compté à la semaine" in doubt.message


def test_a_contract_that_was_assumed_changes_no_rest() -> None:
    breach = finding("daily_rest_11h", ("t",))

    assert list(mark_to_confirm([breach], DUTIES, RULES.values(), contract_told=False)) == [breach]


@pytest.mark.parametrize("rule", SURE)
def test_rests_spans_and_bans_need_no_break(rule: str) -> None:
    breach = finding(rule)

    assert judged(breach) is breach


def test_breaks_that_are_told_leave_the_verdict() -> None:
    breach = finding("daily_max_10h", ("t",))

    assert judged(breach) is breach


def test_one_shift_without_breaks_is_enough_for_a_doubt() -> None:
    assert judged(finding("daily_max_10h", ("t", "u"))).verdict is Verdict.TO_CONFIRM


@pytest.mark.parametrize("rule", resting_on(Fact.GROUND))
def test_without_derogations_told_what_they_lift_is_to_confirm(rule: str) -> None:
    breach = finding(rule, ("t",))

    assert judged(breach) is breach
    assert judged(breach, grounds_told=False).verdict is Verdict.TO_CONFIRM


@pytest.mark.parametrize("verdict", [Verdict.TO_CONFIRM, Verdict.NOTE])
def test_what_is_no_violation_stays_as_it_is(verdict: Verdict) -> None:
    breach = finding("daily_max_10h", verdict=verdict)

    assert judged(breach) is breach


def test_a_doubt_has_another_code_than_the_violation() -> None:
    breach = finding("daily_max_10h")

    assert judged(breach).code != breach.code
