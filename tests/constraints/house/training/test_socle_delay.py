from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.house.training.socle_delay import RULE
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Absence, Mediator, StaffRole
from scheduler.domain.time import days_span
from scheduler.finding import Effect, Finding, Severity, Verdict
from tests.constraints.law.make import ADULT, audited, timeline

TRAINED = replace(ADULT, socle_followed=True)
NOTE, LATE = Verdict.NOTE, Verdict.VIOLATION


def hired(start: str, **changes: Any) -> Mediator:
    contract = Contract(kind=ContractKind.CDI, start=date.fromisoformat(start))
    return replace(TRAINED, contracts=(contract,), **changes)


def on(who: Mediator, first: str, last: str = "", **options: Any) -> list[Finding]:
    days = {"first": date.fromisoformat(first), "last": date.fromisoformat(last or first)}
    return audited(RULE, timeline(who=who, **days, **options))


def verdicts(who: Mediator, day: str) -> list[Verdict]:
    return [finding.verdict for finding in on(who, day)]


@pytest.mark.parametrize(
    ("start", "eve", "day", "verdict"),
    [
        ("2026-03-02", "2026-07-01", "2026-07-02", NOTE),
        ("2026-03-02", "2026-09-01", "2026-09-02", LATE),
        ("2026-10-31", "2027-02-28", "2027-03-01", NOTE),  # four months end with February
        ("2026-08-31", "2027-02-28", "2027-03-01", LATE),
        ("2026-08-28", "2027-02-27", "2027-02-28", LATE),
        ("2026-08-29", "2027-02-28", "2027-03-01", LATE),
        ("2027-08-29", "2028-02-28", "2028-02-29", LATE),  # a leap year has that day
        ("2026-01-31", "2026-07-30", "2026-07-31", LATE),
        ("2026-03-31", "2026-09-30", "2026-10-01", LATE),
        ("2026-01-01", "2026-06-30", "2026-07-01", LATE),
    ],
)
def test_months_end_on_the_eve_of_the_day_of_hiring(
    start: str, eve: str, day: str, verdict: Verdict
) -> None:
    assert verdicts(hired(start), day) == [verdict]
    assert verdicts(hired(start), eve) == ([] if verdict is NOTE else [NOTE])


def test_the_note_tells_what_has_no_date() -> None:
    (finding,) = on(hired("2026-03-02"), "2026-07-01", "2026-07-31")

    assert (finding.on, finding.measured, finding.limit, finding.blocks) == (
        date(2026, 7, 2),
        4,
        6,
        False,
    )
    assert finding.message == (
        "Lou : 4 mois depuis l’embauche (le 02/03/2026), formation socle attendue dans les 6 mois "
        "(objectif de la maison) ; aucun jour n’a de date."
    )


def test_the_finding_is_the_house_s_and_blocks_nothing() -> None:
    (finding,) = on(hired("2026-03-02"), "2026-11-01", "2026-11-30")

    assert (finding.on, finding.measured, finding.amount) == (date(2026, 11, 1), 7, 1)
    assert (finding.severity, finding.effect, finding.blocks) == (
        Severity.HOUSE,
        Effect.WARN,
        False,
    )
    assert finding.article == (
        "Objectif de l’association : la formation socle dans les six premiers mois du contrat "
        "(règle de la maison)"
    )
    assert finding.message == (
        "Lou : 7 mois depuis l’embauche (le 02/03/2026) sans la formation socle, attendue dans les "
        "6 mois (objectif de la maison) ; aucun jour n’a de date."
    )


def test_a_month_in_which_both_delays_pass_tells_the_longer() -> None:
    assert [f.verdict for f in on(hired("2026-03-02"), "2026-07-01", "2026-09-30")] == [LATE]


@pytest.mark.parametrize(("socle", "expected"), [("2026-09-01", []), ("2026-09-02", [NOTE])])
def test_who_has_all_days_dated_within_the_delay_is_not_named(
    socle: str, expected: list[Verdict]
) -> None:
    assert verdicts(hired("2026-03-02", socle=date.fromisoformat(socle)), "2026-08-15") == expected


def test_days_that_a_session_lacks_are_counted() -> None:
    (finding,) = on(hired("2026-03-02", socle_lack=1), "2026-08-15")

    assert finding.verdict is NOTE
    assert finding.message.endswith("(objectif de la maison) ; jours sans date : 1.")


def test_a_socle_that_comes_late_is_a_finding_until_it_is_done() -> None:
    who = hired("2026-03-02", socle=date(2026, 11, 16))

    assert verdicts(who, "2026-11-15") == [LATE]
    assert verdicts(who, "2026-11-16") == []
    (finding,) = on(who, "2026-11-01", "2026-11-30")
    assert finding.message.endswith("; prévue jusqu’au 16/11/2026.")


@pytest.mark.parametrize(
    "changes",
    [
        {"socle": date(2015, 3, 4)},
        {"titles": frozenset({"AMIS"})},
        {"role": StaffRole.REFERENT},
        {"role": StaffRole.RESPONSABLE},
        {
            "contracts": (
                Contract(kind=ContractKind.TEMP, start=date(2026, 1, 1), end=date(2027, 6, 30)),
            )
        },
        {"contracts": ()},
        {"socle_followed": False},
    ],
)
def test_who_needs_no_socle_is_left_out(changes: dict[str, Any]) -> None:
    assert on(replace(hired("2026-03-02"), **changes), "2026-11-01", "2026-11-30") == []


def test_contracts_without_a_day_between_are_one_hiring() -> None:
    fixed = Contract(kind=ContractKind.CDD, start=date(2026, 3, 2), end=date(2026, 8, 31))
    for start, expected in ((date(2026, 9, 1), [LATE]), (date(2026, 9, 2), [])):
        lasting = Contract(kind=ContractKind.CDI, start=start)
        assert verdicts(replace(TRAINED, contracts=(fixed, lasting)), "2026-09-15") == expected


def test_a_leave_doesn_t_extend_the_delay() -> None:
    away = Absence(mediator="m", span=days_span(date(2026, 4, 1), date(2026, 8, 31)))

    assert [f.verdict for f in on(hired("2026-03-02"), "2026-09-02", absences=(away,))] == [LATE]


def test_who_has_left_is_not_named() -> None:
    contract = Contract(kind=ContractKind.CDD, start=date(2026, 3, 2), end=date(2026, 9, 10))
    who = replace(TRAINED, contracts=(contract,))

    assert verdicts(who, "2026-09-11") == []
    (finding,) = on(who, "2026-09-01", "2026-09-30")
    assert finding.span == days_span(date(2026, 9, 2), date(2026, 9, 10))
