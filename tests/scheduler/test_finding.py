from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.time import days_span
from scheduler.finding import Effect, Finding, Severity, Verdict, with_distinct_codes

DAY = date(2026, 3, 16)
TITLE = Finding(
    rule="eligibility",
    subject="ada",
    on=DAY,
    span=days_span(DAY, DAY),
    measured=0,
    limit=1,
    amount=1,
    unit="people",
    message="Ada : n’a pas le titre SST, exigé ici.",
    article="règle de la maison",
    severity=Severity.HOUSE,
    effect=Effect.BLOCK,
    evidence=("P-J-2026-03-16",),
)
CONTRACT = replace(TITLE, message="Ada : n’a pas de contrat en cours le 16/03/2026.")
ELSEWHERE = replace(TITLE, evidence=("Q-J-2026-03-16",))
ALONE = "eligibility-309c5edf97"


def codes(*findings: Finding) -> list[str]:
    return [finding.code for finding in with_distinct_codes(findings)]


def test_a_code_is_that_of_acknowledgements_already_given() -> None:
    assert TITLE.code == ALONE
    assert codes(TITLE) == [ALONE]


@pytest.mark.parametrize(
    "other",
    [
        replace(TITLE, rule="headcount"),
        replace(TITLE, subject="brice"),
        replace(TITLE, on=date(2026, 3, 17)),
        replace(TITLE, span=days_span(DAY, date(2026, 3, 17))),
        replace(TITLE, measured=-1),
        replace(TITLE, limit=2),
        replace(TITLE, verdict=Verdict.TO_CONFIRM),
    ],
)
def test_other_facts_leave_a_code_as_it_is(other: Finding) -> None:
    assert codes(TITLE, other) == [ALONE, other.code]
    assert other.code != ALONE


@pytest.mark.parametrize(
    "other",
    [
        CONTRACT,
        replace(TITLE, article="L1"),
        replace(TITLE, amount=2),
        replace(TITLE, unit="nights"),
        ELSEWHERE,
    ],
)
def test_findings_of_the_same_facts_have_a_code_each(other: Finding) -> None:
    first, second = codes(TITLE, other)

    assert len({first, second, ALONE}) == 3
    assert codes(other, TITLE) == [second, first]


def test_what_tells_a_finding_apart_is_its_words_and_its_shifts_only_where_words_are_the_same() -> (
    None
):
    title, contract = codes(TITLE, CONTRACT)

    assert codes(ELSEWHERE, CONTRACT) == [title, contract]
    assert codes(TITLE, CONTRACT, replace(CONTRACT, message="Ada : absente."))[:2] == [
        title,
        contract,
    ]
    assert len({title, contract, *codes(TITLE, ELSEWHERE, CONTRACT)}) == 4
    assert codes(TITLE, ELSEWHERE, CONTRACT)[2] == contract


def test_a_finding_told_twice_has_one_code() -> None:
    assert codes(TITLE, TITLE) == [ALONE, ALONE]
    assert codes(TITLE, CONTRACT, TITLE) == [*codes(TITLE, CONTRACT), codes(TITLE, CONTRACT)[0]]


def test_findings_told_apart_stay_as_they_are_and_in_their_order() -> None:
    once = with_distinct_codes([TITLE, CONTRACT, ELSEWHERE])

    assert with_distinct_codes(once) == once
    assert [replace(finding, apart="") for finding in once] == [TITLE, CONTRACT, ELSEWHERE]
    assert with_distinct_codes([*once, TITLE]) == [*once, TITLE]
