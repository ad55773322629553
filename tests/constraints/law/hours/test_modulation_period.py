from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.law.hours.modulation_period import RULE
from scheduler.dated import Level, Source
from scheduler.domain.employment.employer import Employer, Opinion, Route, Scheme
from scheduler.domain.problem import Problem
from scheduler.domain.rota import Rota
from scheduler.domain.time import days_span
from scheduler.finding import Finding
from tests.constraints.law.cases import audited, cases, rule_of

START = date(2026, 6, 1)

TOO_MUCH = (
    "limite de 1607 h 01 par période, un accord ne va pas au-delà de 1607 h 00, qui sont retenues"
)
TOO_LITTLE = (
    "limite de 35 h 00 par semaine, un accord en fixe une supérieure à 35 h 00, qui sont retenues"
)
ALONE = (
    "sans accord, les limites de la semaine et de la période sont celles de D3121-25, celles "
    "indiquées ne sont pas suivies"
)


def rota(employer: Employer, first: date = START, last: date = date(2026, 6, 30)) -> Rota:
    problem = Problem(horizon=days_span(first, last), mediators=(), slots=(), employer=employer)
    return Rota(problem=problem, assignments=frozenset())


def scheme(route: Route = Route.UNILATERAL, **options: Any) -> Scheme:
    usual: dict[str, Any] = {"start": START, "opinion": START}
    return Scheme(route=route, **(usual | options))


def findings_of(headcount: int | None, *schemes: Scheme, **options: Any) -> list[Finding]:
    return list(RULE.audit(rota(Employer(headcount=headcount, schemes=schemes), **options)))


def facts(findings: list[Finding]) -> list[tuple[int, int, int, str]]:
    return [(f.measured, f.limit, f.amount, f.verdict.value) for f in findings]


@pytest.mark.parametrize("case", cases("unilateral_period_limit"), ids=lambda c: c["id"])
def test_the_worked_cases_have_their_verdict(case: dict[str, Any]) -> None:
    judged = [f for f in audited(rule_of(case), case) if f.verdict.value == "violation"]

    expected = [] if case["expected"] == "ok" else [(5, "weeks", START, 1)]
    assert [(f.measured, f.unit, f.on, f.amount) for f in judged] == expected


@pytest.mark.parametrize(
    ("headcount", "weeks", "expected"),
    [
        (50, 4, []),
        (50, 5, [(5, 4, 1, "violation")]),
        (49, 9, []),
        (49, 10, [(10, 9, 1, "violation")]),
        (None, 4, []),
        (None, 5, [(5, 4, 1, "to_confirm")]),
        (None, 9, [(9, 4, 5, "to_confirm")]),
        (None, 10, [(10, 9, 1, "violation")]),
    ],
)
def test_four_weeks_from_fifty_employees_and_nine_below(
    headcount: int | None, weeks: int, expected: list[object]
) -> None:
    assert facts(findings_of(headcount, scheme(weeks=weeks))) == expected


def test_too_long_a_cycle_blocks_and_says_why() -> None:
    (finding,) = findings_of(110, scheme(weeks=5))
    (unsure,) = findings_of(None, scheme(weeks=5, agency="rennes"))

    assert finding.blocks
    assert (finding.subject, finding.article) == ("employeur", "L3121-45")
    assert finding.message == (
        "Employeur, aménagement commencé le 01/06/2026 sans accord : période de 5 semaines, au "
        "lieu de 4 semaines au plus (110 salariés)."
    )
    assert not unsure.blocks
    assert unsure.subject == "rennes"
    assert unsure.message == (
        "Agence rennes, aménagement commencé le 01/06/2026 sans accord : période de 5 semaines, "
        "au lieu de 4 semaines au plus à partir de 50 salariés, 9 semaines en dessous : effectif "
        "à confirmer."
    )


@pytest.mark.parametrize(("start", "weeks"), [(date(2027, 2, 1), []), (START, [5])])
def test_a_month_set_alone_is_measured_in_weeks_begun(start: date, weeks: list[int]) -> None:
    month = scheme(months=1, start=start, opinion=start)
    judged = findings_of(110, month, first=start, last=start)

    assert [f.measured for f in judged] == weeks


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"months": 12}, []),
        ({"months": 13}, [(13, 12, 1, "violation")]),
        ({"months": 13, "branch": True, "weekly_minutes": 2400}, []),
        ({"months": 36, "branch": True, "weekly_minutes": 2400}, []),
        ({"months": 37, "branch": True}, [(37, 36, 1, "violation")]),
        ({"weeks": 52}, []),
        ({"weeks": 53}, [(13, 12, 1, "violation")]),
        ({"weeks": 10}, []),
    ],
)
def test_an_agreement_has_a_year_and_three_if_the_branch_allows_it(
    options: dict[str, Any], expected: list[object]
) -> None:
    judged = findings_of(110, scheme(Route.AGREEMENT, **({"weekly_minutes": 2400} | options)))

    assert facts(judged) == expected


def test_an_agreement_s_length_is_told_in_months() -> None:
    (finding,) = findings_of(None, scheme(Route.AGREEMENT, months=18, weekly_minutes=2400))

    assert (finding.unit, finding.article) == ("months", "L3121-44")
    assert finding.message == (
        "Employeur, aménagement commencé le 01/06/2026 par accord : période de 18 mois, au lieu "
        "de 12 mois au plus sans accord de branche qui permette davantage."
    )


def test_a_branch_may_allow_two_years() -> None:
    source = Source("accord", "art. 1")
    branch = RULE.agreement.derogate(24, START, source, level=Level.BRANCH)

    assert facts(list(replace(RULE, agreement=branch).audit(rota(Employer(
        schemes=(scheme(Route.AGREEMENT, months=24, weekly_minutes=2400),)
    ))))) == []  # fmt: skip


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"opinion": START}, None),
        ({"opinion": None}, "aucun avis du CSE n’est renseigné"),
        ({"opinion": date(2026, 6, 2)}, "l’avis du CSE du 02/06/2026 vient après"),
    ],
)
def test_a_programme_set_alone_needs_the_cse_s_opinion_before(
    options: dict[str, Any], why: str | None
) -> None:
    judged = findings_of(110, scheme(weeks=4, **options))

    assert [(f.verdict.value, f.article) for f in judged] == (
        [] if why is None else [("to_confirm", "D3121-27")]
    )
    said = (
        f"Employeur, aménagement commencé le 01/06/2026 sans accord : {why} ; le programme est "
        "soumis au CSE, s’il existe, avant sa première mise en œuvre : à confirmer."
    )
    assert [f.message for f in judged] == ([] if why is None else [said])


def test_an_opinion_recorded_on_the_matter_will_do_and_an_agreement_needs_none() -> None:
    heard = Employer(
        headcount=110,
        schemes=(scheme(weeks=4, opinion=None),),
        opinions=(Opinion(about=RULE.id, day=date(2026, 5, 20)),),
    )

    assert list(RULE.audit(rota(heard))) == []
    assert findings_of(110, scheme(Route.AGREEMENT, months=12, opinion=None)) == []


def test_what_is_over_or_not_begun_isn_t_judged_and_what_runs_is_dated_in_the_horizon() -> None:
    long = scheme(weeks=5, until=date(2026, 8, 31))

    assert findings_of(110, long, first=date(2026, 9, 1), last=date(2026, 9, 30)) == []
    assert findings_of(110, long, first=date(2026, 5, 1), last=date(2026, 5, 31)) == []
    july = findings_of(110, long, first=date(2026, 7, 1), last=date(2026, 7, 31))
    assert [f.on for f in july] == [date(2026, 7, 1)]


@pytest.mark.parametrize(
    ("route", "options", "why"),
    [
        (Route.AGREEMENT, {"months": 12, "annual_minutes": 1607 * 60}, None),
        (
            Route.AGREEMENT,
            {"months": 12, "annual_minutes": 1607 * 60 + 1},
            TOO_MUCH,
        ),
        (Route.AGREEMENT, {"months": 12, "weekly_minutes": 2101}, None),
        (
            Route.AGREEMENT,
            {"months": 12, "weekly_minutes": 2100},
            TOO_LITTLE,
        ),
        (Route.AGREEMENT, {"months": 24, "branch": True, "weekly_minutes": 2640}, None),
        (
            Route.AGREEMENT,
            {"months": 24, "branch": True},
            "période de plus d’un an sans la limite hebdomadaire que l’accord doit prévoir",
        ),
        (
            Route.UNILATERAL,
            {"weeks": 4, "weekly_minutes": 2640},
            ALONE,
        ),
    ],
)
def test_limits_that_the_law_has_no_room_for_are_said(
    route: Route, options: dict[str, Any], why: str | None
) -> None:
    judged = findings_of(110, scheme(route, **options))

    said = f"Employeur, aménagement commencé le 01/06/2026 : {why} : à confirmer."
    assert [(f.verdict.value, f.message) for f in judged] == (
        [] if why is None else [("to_confirm", said)]
    )
