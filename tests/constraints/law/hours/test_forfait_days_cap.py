from datetime import date
from typing import Any

import pytest

from constraints.agreements.terms import Applied
from constraints.law.hours.forfait_days_cap import RULE
from constraints.registry import profile_of
from scheduler.audit import audit_person
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.employment.employer import Carried, CarriedKind
from scheduler.domain.people import Absence, AbsenceKind, Mediator
from scheduler.domain.time import days_span
from scheduler.finding import Finding
from tests.constraints.agreement import accepts, clean
from tests.constraints.law.forfaits import DAY, forfait, in_days, planned, who, worked
from tests.constraints.law.make import audited, duty, past, rota, timeline

VIOLATION, DOUBT = "violation", "to_confirm"
DECEMBER = date(2026, 12, 1)
END = date(2026, 12, 31)
JUNE = date(2026, 6, 1)


def days_of(findings: list[Finding]) -> list[tuple[str, int, int, str]]:
    """Day, days worked, days allowed and verdict of each finding."""
    return [(f.on.isoformat(), f.measured, f.limit, f.verdict.value) for f in findings]


def december(before: int, more: int, person: Mediator | None = None, **options: Any) -> list[Any]:
    """What is found in December of so many days before it in the year, and planned in it."""
    days = (*worked(before, DECEMBER - DAY), *planned(more, DECEMBER))
    line = timeline(*days, who=person or who(), first=DECEMBER, last=END, **options)
    return days_of(audited(RULE, line))


@pytest.mark.parametrize(
    ("before", "mandates", "kind", "expected"),
    [
        # R2315-3: four hours of the credit are half a day.
        (217, ("13:00", "13:00"), DutyKind.DELEGATION, []),
        (217, ("13:00", "13:01"), DutyKind.DELEGATION, [("2026-11-30", 219, 218, VIOLATION)]),
        (216, ("13:01", "13:01"), DutyKind.DELEGATION, []),
        (218, ("09:30",), DutyKind.DELEGATION, [("2026-11-29", 219, 218, VIOLATION)]),
        # A meeting that the employer calls is a day like another.
        (217, ("13:00", "13:00"), DutyKind.COUNCIL, [("2026-11-30", 219, 218, VIOLATION)]),
    ],
)
def test_days_of_a_credit_alone_are_half_days(
    before: int, mandates: tuple[str, ...], kind: DutyKind, expected: list[Any]
) -> None:
    last = date(2026, 11, 28)
    hours = [
        past(f"{last + (n + 1) * DAY} 09:00 {end}", kind=kind) for n, end in enumerate(mandates)
    ]
    line = timeline(
        *worked(before, last), *hours, who=who(), first=date(2026, 11, 29), last=date(2026, 11, 30)
    )

    assert days_of(list(RULE.audit(line))) == expected


@pytest.mark.parametrize(
    ("number", "expected"), [(1, []), (2, [("2026-12-03", 219, 218, "violation")])]
)
def test_a_post_on_a_day_of_credit_makes_it_whole(number: int, expected: list[Any]) -> None:
    """Half a day of credit, made whole by a post, then one more."""
    credit = past("2026-12-01 09:00 13:00", kind=DutyKind.DELEGATION)
    posts = [duty(f"{day} 14:00 18:00") for day in ("2026-12-01", "2026-12-03")][:number]
    line = timeline(
        *worked(217, DECEMBER - DAY), credit, *posts, who=who(), first=DECEMBER, last=END
    )

    assert days_of(audited(RULE, line)) == expected


@pytest.mark.parametrize(
    ("days", "options", "before", "more", "expected"),
    [
        (218, {}, 208, 10, []),
        (218, {}, 208, 11, [("2026-12-11", 219, 218, VIOLATION)]),
        (218, {}, 218, 2, [("2026-12-01", 220, 218, VIOLATION)]),
        (200, {}, 190, 10, []),
        (200, {}, 190, 11, [("2026-12-11", 201, 200, VIOLATION)]),
        # A convention counts for no more than the agreement's number.
        (230, {}, 208, 11, [("2026-12-11", 219, 218, VIOLATION)]),
        # Rest days given up, in this year of reference and in no other.
        (218, {"waived": 10, "waived_on": date(2026, 1, 1)}, 218, 10, []),
        (
            218,
            {"waived": 10, "waived_on": date(2026, 12, 31)},
            218,
            11,
            [("2026-12-11", 229, 228, VIOLATION)],
        ),
        (
            218,
            {"waived": 10, "waived_on": date(2025, 12, 31)},
            218,
            1,
            [("2026-12-01", 219, 218, VIOLATION)],
        ),
        # At most 235 without an agreement that says more (L3121-66).
        (218, {"waived": 17, "waived_on": JUNE}, 225, 10, []),
        (
            218,
            {"waived": 30, "waived_on": JUNE},
            225,
            11,
            [("2026-12-11", 236, 235, VIOLATION)],
        ),
    ],
)
def test_the_days_of_a_whole_year(
    days: int, options: dict[str, Any], before: int, more: int, expected: list[Any]
) -> None:
    assert december(before, more, who(in_days(forfait(days, **options)))) == expected


@pytest.mark.parametrize(
    ("start", "end", "before", "more", "expected"),
    [
        # From 1 July: 184 days of 365, that is 110 days of 218.
        (date(2026, 7, 1), None, 100, 10, []),
        (date(2026, 7, 1), None, 100, 11, [("2026-12-11", 111, 110, DOUBT)]),
        # Up to 15 December: 349 days of 365, that is 209 days; over 218 in any case.
        (date(2020, 1, 1), date(2026, 12, 15), 199, 10, []),
        (date(2020, 1, 1), date(2026, 12, 15), 199, 11, [("2026-12-11", 210, 209, DOUBT)]),
        (date(2020, 1, 1), date(2026, 12, 15), 208, 11, [("2026-12-11", 219, 218, VIOLATION)]),
    ],
)
def test_who_comes_or_leaves_in_the_year_is_counted_in_proportion_to_confirm(
    start: date, end: date | None, before: int, more: int, expected: list[Any]
) -> None:
    assert december(before, more, who(in_days(start=start, end=end))) == expected


@pytest.mark.parametrize(
    ("hired", "more", "expected"),
    [
        # Thirty days of leave from June 2025 to May 2026: nothing more to work.
        (date(2025, 6, 1), 11, [("2026-12-11", 219, 218, VIOLATION)]),
        # From December on, six months give 15 of 30: 12.5 days worked stand for them.
        (date(2025, 12, 1), 10, []),
        (date(2025, 12, 1), 11, [("2026-12-11", 219, 218, DOUBT)]),
        (date(2025, 12, 1), 23, [("2026-12-11", 231, 218, DOUBT)]),
        (date(2025, 12, 1), 24, [("2026-12-24", 232, 231, VIOLATION)]),
    ],
)
def test_leave_that_is_not_full_is_to_confirm(hired: date, more: int, expected: list[Any]) -> None:
    """The first contract, in hours, already gave leave."""
    first = Contract(kind=ContractKind.CDI, start=hired, end=date(2025, 12, 31))
    person = who(first, in_days(start=date(2026, 1, 1)))

    assert december(208, more, person) == expected


def test_a_number_changed_within_the_year_is_the_mean_by_days() -> None:
    """181 days of 218 and 184 of 109: 163.05, that is 164 days."""
    person = who(in_days(end=date(2026, 6, 30)), in_days(forfait(109), start=date(2026, 7, 1)))

    assert december(154, 10, person) == []
    assert december(154, 11, person) == [("2026-12-11", 165, 164, VIOLATION)]


def test_the_year_of_reference_is_the_agreements() -> None:
    """From June to May, December is in its midst: what was worked before June is another year's."""
    person = who(in_days(forfait(100, begins=JUNE)))
    days = worked(120, DECEMBER - DAY)

    assert december(99, 1, person) == []
    assert december(100, 1, person) == [("2026-12-01", 101, 100, VIOLATION)]
    assert sum(d.span.day < JUNE for d in worked(190, DECEMBER - DAY)) == 7
    assert [n for _, n, _, _ in december(190, 1, person)] == [184]
    assert len(days) == 120


def test_a_new_year_begins_anew_within_the_horizon() -> None:
    person = who(in_days(forfait(200)))
    days = (*worked(200, END - 10 * DAY), *planned(5, date(2027, 1, 1)))
    line = timeline(*days, who=person, first=END - DAY, last=date(2027, 1, 31))
    late = timeline(*days, duty(f"{END} 09:00 17:00"), who=person, first=END, last=END + 9 * DAY)

    assert audited(RULE, line) == []
    assert days_of(audited(RULE, late)) == [("2026-12-31", 201, 200, VIOLATION)]


def test_a_day_counts_once_whatever_begins_on_it_and_a_night_on_its_first_day() -> None:
    person = who(in_days(forfait(2)))
    two = (duty("2026-12-01 08:00 09:00"), duty("2026-12-01 20:00 21:00"))
    night = duty("2026-12-02 22:00 06:00")
    call = past("2026-12-03 10:00 11:00", kind=DutyKind.INTERVENTION)
    standby = past("2026-12-04 10:00 20:00", kind=DutyKind.STANDBY)
    line = timeline(*two, night, standby, who=person, first=DECEMBER, last=END)

    assert audited(RULE, line) == []
    called = timeline(*two, night, call, who=person, first=DECEMBER, last=END)
    assert days_of(audited(RULE, called)) == [("2026-12-03", 3, 2, VIOLATION)]


def test_days_worked_under_a_contract_in_hours_are_not_the_forfaits() -> None:
    hours = Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), end=date(2026, 11, 30))
    person = who(hours, in_days(start=DECEMBER))

    # 31 days of 365 of 218: 19.
    assert december(200, 19, person) == []
    assert december(200, 20, person) == [("2026-12-20", 20, 19, DOUBT)]


def test_an_opening_balance_stands_for_the_days_before_it() -> None:
    person, balance = who(), date(2026, 11, 30)

    def with_balance(days: int, day: date = balance) -> list[Any]:
        carried = (Carried(mediator="m", kind=CarriedKind.DAYS, day=day, days=days),)
        return december(5, 10, person, carried=carried)

    assert with_balance(208) == []
    assert with_balance(209) == [("2026-12-10", 219, 218, VIOLATION)]
    # The last of November is after the balance.
    assert with_balance(207, balance - DAY) == []
    assert with_balance(208, balance - DAY) == [("2026-12-10", 219, 218, VIOLATION)]
    # Neither last year's nor one of this very month counts.
    assert with_balance(300, date(2025, 12, 31)) == with_balance(300, DECEMBER) == []


@pytest.mark.parametrize(("balance", "lawful"), [(215, True), (216, False)])
def test_the_plan_counts_the_balance_too(balance: int, lawful: bool) -> None:
    carried = (Carried(mediator="m", kind=CarriedKind.DAYS, day=DECEMBER - DAY, days=balance),)
    made = rota(*planned(3, DECEMBER), first=DECEMBER, last=END, who=who(), carried=carried)

    assert accepts(RULE, made) is clean(RULE, made) is lawful


@pytest.mark.parametrize(("days", "lawful"), [(10, True), (11, False)])
def test_the_plan_keeps_within_what_is_settled(days: int, lawful: bool) -> None:
    person = who(in_days(start=date(2026, 7, 1)))
    made = rota(
        *worked(100, DECEMBER - DAY), *planned(days, DECEMBER), first=DECEMBER, last=END, who=person
    )

    assert accepts(RULE, made) is clean(RULE, made) is lawful


def test_leave_and_sickness_are_no_days_worked() -> None:
    away = Absence(mediator="m", span=days_span(DECEMBER + 20 * DAY, END), kind=AbsenceKind.SICK)

    assert december(208, 10, absences=(away,)) == []


def test_who_counts_hours_has_no_number() -> None:
    line = timeline(*worked(300, DECEMBER), *planned(3, DECEMBER + DAY), first=DECEMBER + DAY)

    assert audited(RULE, line) == []


def test_a_branch_sets_less_and_its_article_is_cited() -> None:
    """ECLAT: 214 days; from 215 to 218 the agreement alone is broken."""
    profile = profile_of((Applied(agreement="eclat"),))

    def days_by(more: int) -> list[tuple[int, int, str, str]]:
        days = (*worked(204, DECEMBER - DAY), *planned(more, DECEMBER))
        line = timeline(*days, who=who(in_days(forfait(214))), first=DECEMBER, last=END)
        findings = (f for f in audit_person(line, profile) if f.rule == RULE.id)
        return [(f.measured, f.limit, f.article, f.severity.value) for f in findings]

    article = "art. 5.5.3.2 (ECLAT, IDCC 1518)"
    assert days_by(10) == []
    assert days_by(11) == [(215, 214, article, "negotiable_default")]
    assert days_by(15) == [(219, 214, f"{article}\u00a0; L3121-64", "public_order")]


def test_the_words_tell_the_year_and_why_it_is_to_confirm() -> None:
    person = who(in_days(start=date(2026, 7, 1)))
    days = (*worked(100, DECEMBER - DAY), *planned(11, DECEMBER))
    [finding] = audited(RULE, timeline(*days, who=person, first=DECEMBER, last=END))

    assert finding.message == (
        "Lou : 111 jours travaillés au forfait dans la période du 01/01/2026 au 31/12/2026, "
        "au-delà de 110 jours, en proportion des jours au contrat : à confirmer, l’accord dit "
        "comment les compter ; 218 jours en tout cas (premier jour au-delà : le 11/12/2026)."
    )
    assert finding.article == "L3121-64"
