from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.house.people.eligibility import RULE as ELIGIBILITY
from constraints.law.contracts.work_outside_contract import RULE
from scheduler.audit import audit
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Mediator
from scheduler.finding import Severity, Verdict
from scheduler.rule import Profile
from tests.constraints.agreement import accepts, clean
from tests.constraints.law.make import ADULT, audited, call, duty, past, rota, timeline

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)
WEDNESDAY = date(2026, 6, 17)
FRIDAY = duty("2026-06-19 09:00 13:00")


def contract(
    start: date = date(2026, 1, 5), end: date | None = None, kind: ContractKind = ContractKind.CDD
) -> Contract:
    return Contract(kind=kind, start=start, end=end)


def person(*contracts: Contract) -> Mediator:
    return replace(ADULT, contracts=contracts)


def seen(*duties: Any, who: Mediator, **options: Any) -> list[tuple[str, int, str]]:
    """Day, minutes and article of each finding."""
    judged = timeline(*duties, who=who, **({"first": FIRST, "last": LAST} | options))
    return [(f.on.isoformat(), f.measured, f.article) for f in audited(RULE, judged)]


def test_a_shift_two_days_after_a_fixed_term_ended_is_found() -> None:
    (finding,) = audited(
        RULE, timeline(FRIDAY, who=person(contract(end=WEDNESDAY)), first=FIRST, last=LAST)
    )

    assert (finding.verdict, finding.severity, finding.blocks) == (
        Verdict.VIOLATION,
        Severity.PUBLIC_ORDER,
        True,
    )
    assert (finding.on, finding.measured, finding.limit, finding.amount) == (
        date(2026, 6, 19),
        240,
        0,
        240,
    )
    assert finding.evidence == ("2026-06-19 09:00 13:00",)
    assert finding.message == (
        "Lou : 4 h 00 de travail hors contrat, 1 jour à partir du 19/06/2026 ; le contrat "
        "précédent (CDD) a fini le 17/06/2026. Un CDD qui se poursuit après son terme devient un "
        "CDI. Un contrat, un renouvellement ou un avenant qui couvre ces jours est à enregistrer, "
        "ou ce travail à retirer."
    )


@pytest.mark.parametrize(("end", "days"), [(17, ["2026-06-19"]), (18, ["2026-06-19"]), (19, [])])
def test_the_last_day_of_a_contract_is_under_it(end: int, days: list[str]) -> None:
    who = person(contract(end=date(2026, 6, end)))

    assert [on for on, _, _ in seen(FRIDAY, who=who)] == days


@pytest.mark.parametrize(("start", "days"), [(19, []), (20, ["2026-06-19"])])
def test_nobody_works_before_being_hired(start: int, days: list[str]) -> None:
    who = person(contract(date(2026, 6, start), kind=ContractKind.CDI))

    assert [on for on, _, _ in seen(FRIDAY, who=who)] == days


def test_before_the_first_contract_the_article_is_that_of_hiring() -> None:
    (finding,) = audited(RULE, timeline(FRIDAY, who=person(contract(date(2026, 6, 22)))))

    assert finding.article == "L1221-10"
    assert "son premier contrat connu (CDD) commence le 22/06/2026. Nul ne" in finding.message


@pytest.mark.parametrize(
    ("kind", "article"),
    [
        (ContractKind.CDD, "L1243-11"),
        (ContractKind.TEMP, "L1251-39"),
        (ContractKind.CDI, "L1221-10"),
        (ContractKind.APPRENTICESHIP, "L1221-10"),
    ],
)
def test_the_article_is_that_of_the_contract_that_ended(kind: ContractKind, article: str) -> None:
    who = person(contract(end=WEDNESDAY, kind=kind))

    assert seen(FRIDAY, who=who) == [("2026-06-19", 240, article)]


def test_work_between_two_contracts_is_told_with_both() -> None:
    who = person(contract(end=WEDNESDAY), contract(date(2026, 6, 22)))
    monday = duty("2026-06-22 09:00 13:00")

    (finding,) = audited(RULE, timeline(FRIDAY, monday, who=who))

    assert finding.evidence == (FRIDAY.id,)
    assert (
        "le contrat précédent (CDD) a fini le 17/06/2026 et le suivant (CDD) commence le "
        "22/06/2026." in finding.message
    )


def test_contracts_that_follow_each_other_leave_no_gap() -> None:
    who = person(contract(end=date(2026, 6, 18)), contract(date(2026, 6, 19)))

    assert seen(FRIDAY, who=who) == []


def test_each_stretch_without_a_contract_is_told_once_with_its_days() -> None:
    who = person(contract(date(2026, 6, 8), WEDNESDAY), contract(date(2026, 6, 26), None))
    early = duty("2026-06-05 09:00 11:00")
    more = duty("2026-06-22 09:00 12:00"), duty("2026-06-22 13:00 14:00")
    judged = timeline(early, FRIDAY, *more, who=who, first=FIRST, last=LAST)

    first, second = audited(RULE, judged)

    assert (first.on, first.measured) == (date(2026, 6, 5), 120)
    assert (second.on, second.measured) == (date(2026, 6, 19), 480)
    assert ", 2 jours à partir du 19/06/2026 ;" in second.message


def test_a_night_over_the_last_midnight_of_a_contract_counts_after_it() -> None:
    night = duty("2026-06-17 21:30 06:00")

    assert seen(night, who=person(contract(end=WEDNESDAY))) == [("2026-06-18", 360, "L1243-11")]
    assert seen(duty("2026-06-17 18:00 00:00"), who=person(contract(end=WEDNESDAY))) == []


def test_the_night_of_a_horizon_s_last_day_is_judged_whole() -> None:
    night = duty("2026-06-30 21:30 06:00")

    assert seen(night, who=person(contract(end=LAST))) == [("2026-07-01", 360, "L1243-11")]


def test_nothing_is_said_of_who_has_no_contract_that_is_known() -> None:
    assert seen(FRIDAY, who=person()) == []


def test_classes_standby_and_the_way_from_home_are_no_work_for_the_employer() -> None:
    who = person(contract(end=WEDNESDAY))
    kinds = (DutyKind.TRAINING, DutyKind.STANDBY, DutyKind.COMMUTE)

    for kind in kinds:
        assert seen(past("2026-06-19 09:00 13:00", kind=kind), who=who) == []
    assert seen(call("2026-06-19 22:00 23:00"), who=who) == [("2026-06-19", 60, "L1243-11")]


def test_what_was_worked_before_the_horizon_is_the_past_s() -> None:
    who = person(contract(date(2026, 6, 8)))
    old = past("2026-06-05 09:00 13:00")

    assert seen(old, who=who, first=date(2026, 6, 8)) == []
    assert seen(old, who=who) == [("2026-06-05", 240, "L1221-10")]


def test_what_was_done_already_is_inherited() -> None:
    planned = rota(
        past("2026-06-19 09:00 13:00"), first=FIRST, last=LAST, who=person(contract(end=WEDNESDAY))
    )

    assert [f.inherited for f in RULE.audit(planned.timeline(planned.problem.mediators[0]))] == [
        True
    ]
    assert accepts(RULE, planned)
    assert clean(RULE, planned)


def test_the_plan_has_nobody_outside_their_contracts_and_it_is_told_once() -> None:
    planned = rota(FRIDAY, first=FIRST, last=LAST, who=person(contract(end=WEDNESDAY)))
    profile = Profile(name="two", person_rules=(RULE,), team_rules=(ELIGIBILITY,))

    assert planned.problem.candidates["m"] == ()
    assert [f.rule for f in audit(planned, profile)] == ["work_outside_contract"]


def test_who_has_no_contract_at_all_is_still_kept_from_posts_by_the_house() -> None:
    planned = rota(FRIDAY, first=FIRST, last=LAST, who=person())
    profile = Profile(name="two", person_rules=(RULE,), team_rules=(ELIGIBILITY,))

    assert [f.rule for f in audit(planned, profile)] == ["eligibility"]
