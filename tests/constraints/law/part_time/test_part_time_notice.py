from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.law.part_time.part_time_notice import RULE
from scheduler.dated import Level, Source
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import Employer, Notice, NoticeKind, Route, Scheme
from tests.constraints.law.make import audited, duty, timeline
from tests.constraints.law.people import person

ACCORD = Source("accord d’entreprise", "art. 5")
SUMMER = {"first": date(2026, 6, 1), "last": date(2026, 7, 31)}


def notice_of(effective: date, notified: date = date(2026, 6, 1), **options: Any) -> Notice:
    usual: dict[str, Any] = {"mediator": "m", "kind": NoticeKind.SCHEDULE}
    return Notice(notified=notified, effective=effective, **(usual | options))


def seen(
    *notices: Notice,
    rule: Any = RULE,
    hours: int = 24,
    basis: Any = HoursBasis.WEEK,
    **options: Any,
) -> list[tuple[str, int, int, str]]:
    who = person(hours=hours, basis=basis)
    judged = timeline(who=who, notices=notices, **(SUMMER | options))
    return [
        (f.on.isoformat(), f.measured, f.amount, f.verdict.value) for f in audited(rule, judged)
    ]


@pytest.mark.parametrize(
    ("effective", "expected"),
    [
        (date(2026, 6, 11), [("2026-06-11", 7, 0, "")]),
        (date(2026, 6, 10), [("2026-06-10", 6, 1, "to_confirm")]),
        (date(2026, 6, 9), [("2026-06-09", 5, 2, "violation")]),
        (date(2026, 6, 2), [("2026-06-02", 0, 7, "violation")]),
        (date(2026, 6, 1), [("2026-06-01", 0, 7, "violation")]),
    ],
)
def test_seven_clear_working_days_and_one_day_less_is_to_confirm(
    effective: date, expected: list[tuple[str, int, int, str]]
) -> None:
    assert seen(notice_of(effective)) == [row for row in expected if row[3]]


def test_both_counts_are_told_where_they_differ() -> None:
    judged = timeline(who=person(hours=24), notices=(notice_of(date(2026, 6, 10)),), **SUMMER)

    (finding,) = audited(RULE, judged)
    assert finding.message == (
        "Maé : changement d’horaire (temps partiel) du 10/06/2026, annonce le 01/06/2026, soit "
        "6 jours ouvrés entre les deux au lieu de 7 jours ouvrés au moins, ou 7 jours ouvrés si le "
        "jour de l’annonce ou celui de l’effet compte : à confirmer, la loi ne dit pas comment "
        "compter."
    )
    assert (finding.unit, finding.article) == ("working_days", "L3123-31")


def test_holidays_and_closing_days_are_no_working_days() -> None:
    bastille = frozenset({date(2026, 7, 14)})
    early = notice_of(date(2026, 7, 16), date(2026, 7, 6))
    saturdays = Employer(working_days=frozenset(range(6)), closed=frozenset())

    assert seen(early) == []
    assert seen(early, holidays=bastille) == [("2026-07-16", 6, 1, "to_confirm")]
    assert seen(early, holidays=bastille, employer=Employer(closed=frozenset())) == []
    others = frozenset({date(2026, 7, 8), date(2026, 7, 9)})
    assert seen(early, holidays=others, employer=Employer(closed=others)) == [
        ("2026-07-16", 5, 2, "violation")
    ]
    # Told on Saturday 11 July for Monday the 20th: Saturday 18 is worked here.
    late = notice_of(date(2026, 7, 20), date(2026, 7, 11))
    assert seen(late, employer=saturdays) == [("2026-07-20", 6, 1, "to_confirm")]
    assert seen(late) == [("2026-07-20", 5, 2, "violation")]


def test_a_notice_over_the_new_year_counts_the_days_of_both() -> None:
    new_year = frozenset({date(2026, 12, 25), date(2027, 1, 1)})
    late = notice_of(date(2027, 1, 4), date(2026, 12, 22))

    assert seen(late, first=date(2027, 1, 1), last=date(2027, 1, 31), holidays=new_year) == [
        ("2027-01-04", 6, 1, "to_confirm")
    ]


def test_only_part_timers_and_the_days_of_the_horizon_are_judged() -> None:
    late = notice_of(date(2026, 6, 3))

    assert seen(late, hours=35) == []
    assert seen(late, first=date(2026, 6, 4)) == []
    assert len(seen(late, first=date(2026, 6, 3), last=date(2026, 6, 3))) == 1
    assert seen(replace(late, kind=NoticeKind.LEAVE)) == []


def test_the_persons_agreement_makes_it_a_note() -> None:
    assert seen(notice_of(date(2026, 6, 3), agreed=True)) == [("2026-06-03", 1, 6, "note")]
    assert seen(notice_of(date(2026, 6, 3), exceptional=True)) == [
        ("2026-06-03", 1, 6, "violation")
    ]


def test_an_agreement_from_its_day_on_asks_for_less_against_something_in_return() -> None:
    three = RULE.notice.derogate(3, date(2026, 6, 15), ACCORD, level=Level.COMPANY)
    rule = replace(RULE, notice=three)

    # Four clear days each; the agreement begins on the 15th.
    assert seen(notice_of(date(2026, 6, 12), date(2026, 6, 5)), rule=rule) == [
        ("2026-06-12", 4, 3, "violation")
    ]
    assert seen(notice_of(date(2026, 6, 15), date(2026, 6, 8)), rule=rule) == [
        ("2026-06-15", 4, 0, "note")
    ]
    assert seen(notice_of(date(2026, 6, 19), date(2026, 6, 16)), rule=rule) == [
        ("2026-06-19", 2, 1, "to_confirm")
    ]
    assert seen(notice_of(date(2026, 6, 26), date(2026, 6, 16)), rule=rule) == []


def test_under_an_arrangement_by_agreement_it_is_to_confirm() -> None:
    year = Scheme(route=Route.AGREEMENT, start=date(2026, 1, 1), months=12)
    decided = Scheme(route=Route.UNILATERAL, start=date(2026, 1, 5), weeks=4)
    late = notice_of(date(2026, 6, 3))

    def verdict(basis: HoursBasis, *schemes: Scheme) -> list[str]:
        return [row[3] for row in seen(late, basis=basis, employer=Employer(schemes=schemes))]

    assert verdict(HoursBasis.YEAR, year) == ["to_confirm"]
    assert verdict(HoursBasis.YEAR) == ["to_confirm"]
    assert verdict(HoursBasis.CYCLE, year) == ["to_confirm"]
    assert verdict(HoursBasis.CYCLE, decided) == ["violation"]
    assert verdict(HoursBasis.CYCLE) == ["violation"]
    assert verdict(HoursBasis.MONTH, year) == ["violation"]


@pytest.mark.parametrize(
    ("effective", "expected"),
    [
        (date(2026, 6, 5), []),
        (date(2026, 6, 4), [("2026-06-04", 2, 1, "to_confirm")]),
        (date(2026, 6, 3), [("2026-06-03", 1, 2, "note")]),
    ],
)
def test_complementary_hours_asked_less_than_three_days_ahead_may_be_refused(
    effective: date, expected: list[tuple[str, int, int, str]]
) -> None:
    request = notice_of(effective, kind=NoticeKind.COMPLEMENTARY)

    assert seen(request) == expected
    assert seen(replace(request, agreed=True)) == []


def test_the_note_on_complementary_hours_says_what_follows() -> None:
    request = notice_of(date(2026, 6, 3), kind=NoticeKind.COMPLEMENTARY, duties=("extra",))
    extra = duty("2026-06-03 09:00 12:00", id="extra")
    other = duty("2026-06-03 13:00 15:00", id="other")
    judged = timeline(extra, other, who=person(hours=24), notices=(request,), **SUMMER)

    (finding,) = audited(RULE, judged)
    assert finding.message == (
        "Maé : heures complémentaires du 03/06/2026, annonce le 01/06/2026, soit 1 jour entre les "
        "deux au lieu de 3 jours au moins, les refuser n’est pas une faute (L3123-10)."
    )
    assert (finding.evidence, finding.unit, finding.article) == (("extra",), "days", "L3123-10")


def test_a_shift_taken_away_is_a_change_of_the_distribution_too() -> None:
    """L3123-11: « toute modification de la répartition de la durée de travail »."""
    taken = notice_of(date(2026, 6, 9), taken=True, duties=("d1",))
    judged = timeline(who=person(hours=24), notices=(taken,), **SUMMER)

    (finding,) = audited(RULE, judged)
    assert (finding.measured, finding.limit, finding.evidence) == (5, 7, ())
    assert finding.message == (
        "Maé : retrait d’un service (temps partiel) du 09/06/2026, annonce le 01/06/2026, soit "
        "5 jours ouvrés entre les deux au lieu de 7 jours ouvrés au moins."
    )
    assert seen(replace(taken, effective=date(2026, 6, 11))) == []
    assert seen(replace(taken, agreed=True)) == [("2026-06-09", 5, 2, "note")]
