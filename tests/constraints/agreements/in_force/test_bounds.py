"""Each bounded value of each rule: lawful on its bound, refused one unit beyond it."""

from datetime import date
from typing import Any

import pytest

from constraints.agreements.terms import Term
from constraints.registry import base, profile_of
from scheduler.dated import Dated, Level
from tests.constraints.agreements.make import DAY, DEAL, STATE, applied, dated, refusals, term

VALUES = [
    (f"{rule.id}.{name}", value)
    for rule in base().rules
    for name, value in rule.parameters().items()
]
WHOLE_YEAR = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}
BRANCH: dict[str, Any] = {"level": Level.BRANCH, "source": DEAL, **WHOLE_YEAR}
COMPANY: dict[str, Any] = {"level": Level.COMPANY, "source": DEAL, **WHOLE_YEAR}
STATE_S: dict[str, Any] = {"level": Level.AUTHORISATION, "source": STATE, **WHOLE_YEAR}

#: What must be set with a value for it to be lawful: values that hang together.
WITH: dict[str, tuple[tuple[str, int], ...]] = {
    "daily_span_13h.limit": (("daily_rest_11h.rest", 9 * 60),),
    "weekly_rest_35h.minimum": (("daily_rest_11h.rest", 9 * 60),),
}


def bounds() -> list[tuple[str, int, int, dict[str, Any]]]:
    """Each bound: whose, the last lawful value, the first unlawful one, who sets it."""
    collected = []
    for place, value in VALUES:
        sources = [
            ((value.floor, value.ceiling), BRANCH),
            ((None, None) if value.locked else (value.floor, value.ceiling), COMPANY),
            (value.authorised or (None, None), STATE_S),
        ]
        for (low, high), source in sources:
            if low is not None and low > 0:
                collected.append((place, low, low - 1, source))
            if high is not None:
                collected.append((place, high, high + 1, source))
    return collected


def ids(bound: tuple[str, int, int, dict[str, Any]]) -> str:
    place, lawful, unlawful, source = bound
    return f"{place}-{source['level'].name.lower()}-{lawful}-{unlawful}"


def near(place: str, source: dict[str, Any]) -> list[Term]:
    """Return the terms that make a value on its bound lawful."""
    rule, _, name = place.partition(".")
    terms = [term(other, value, **COMPANY) for other, value in WITH.get(place, ())]
    if name == "begins" and "night" in rule:
        terms.append(term(f"{rule}.ends", 7 * 60, **source))
    return terms


@pytest.mark.parametrize("bound", bounds(), ids=ids)
def test_a_value_is_lawful_on_its_bound_and_refused_beyond_it(
    bound: tuple[str, int, int, dict[str, Any]],
) -> None:
    place, lawful, unlawful, source = bound

    profile = profile_of([], [*near(place, source), term(place, lawful, **source)])
    (why, *others) = refusals([*near(place, source), term(place, unlawful, **source)])

    assert dated(profile, place).on(DAY) == lawful
    assert others == []
    assert str(source["source"]) in why
    assert f"({place})" in why


@pytest.mark.parametrize("place", [p for p, v in VALUES if v.floor == 0 or v.floor is None])
def test_nothing_is_negative(place: str) -> None:
    (why,) = refusals([term(place, -1, **BRANCH)])

    assert why.endswith("une valeur négative n’a pas de sens.")


@pytest.mark.parametrize("place", [p for p, v in VALUES if v.floor is v.ceiling is None])
def test_what_has_no_bound_is_the_law_s_alone(place: str) -> None:
    value = dict(VALUES)[place]

    (why,) = refusals([term(place, value.on(DAY), **COMPANY)])

    assert "ne peut pas changer ceci" in why
    assert str(value.history[0].source) in why


@pytest.mark.parametrize("place", [p for p, v in VALUES if v.authorised is None])
def test_what_no_authority_may_change_is_refused_to_it(place: str) -> None:
    (why,) = refusals([term(place, dict(VALUES)[place].on(DAY), **STATE_S)])

    assert "une autorisation" in why


@pytest.mark.parametrize(
    ("place", "level", "article"),
    [
        ("daily_max_10h.limit", "COMPANY", "L3121-19"),
        ("daily_rest_11h.rest", "COMPANY", "D3131-6"),
        ("avg12_44h.average", "COMPANY", "L3121-23"),
        ("avg12_44h.average", "AUTHORISATION", "L3121-24"),
        ("weekly_max_48h.limit", "COMPANY", "L3121-20"),
        ("weekly_max_48h.limit", "AUTHORISATION", "L3121-21"),
        ("break_20min.pause", "COMPANY", "L3121-17"),
        ("night_worker_daily_8h.longest", "COMPANY", "L3122-17"),
        ("night_worker_avg12_40h.average", "COMPANY", "L3122-18"),
        ("night_hours.begins", "COMPANY", "L3122-2"),
        ("night_worker_status.yearly", "BRANCH", "L3122-16"),
        ("night_worker_status.reference", "BRANCH", "L3122-16"),
        ("part_time_complementary_cap.part", "COMPANY", "L3123-20"),
        ("part_time_complementary_cap.first_tenth", "BRANCH", "L3123-21"),
        ("part_time_min_24h.minimum", "BRANCH", "L3123-19"),
        ("part_time_notice.notice", "COMPANY", "L3123-24"),
        ("legal_35h_overtime.first_rate", "COMPANY", "L3121-33"),
        ("overtime_quota.large_rest", "COMPANY", "L3121-33"),
        ("modulation_overtime.year", "COMPANY", "L3121-44"),
        ("oncall_notice.notice", "COMPANY", "L3121-11"),
        ("minor_daily_8h.longest", "AUTHORISATION", "L3162-1"),
    ],
)
def test_a_refusal_names_the_article_that_bounds_the_value(
    place: str, level: str, article: str
) -> None:
    source = {"BRANCH": BRANCH, "COMPANY": COMPANY, "AUTHORISATION": STATE_S}[level]
    (_, _, unlawful, _) = next(b for b in bounds() if b[0] == place and b[3] is source)

    (why,) = refusals([term(place, unlawful, **source)])

    assert why.endswith(f"({article}).")


#: What the branch and the employer may set, as the articles say it, whatever the code declares.
PUBLIC_ORDER = {
    "daily_max_10h.limit": (None, 12 * 60),
    "daily_span_13h.limit": (None, 15 * 60),
    "daily_rest_11h.rest": (9 * 60, None),
    "daily_rest_owed.delay": (1, 14),
    "oncall_rest.rest": (9 * 60, None),
    "weekly_rest_35h.minimum": (33 * 60, None),
    "weekly_rest_35h.inside": (24 * 60, None),
    "weekly_max_48h.limit": (None, 48 * 60),
    "avg12_44h.average": (None, 46 * 60),
    "multi_employer_total.limit": (None, 48 * 60),
    "multi_employer_total.average": (None, 46 * 60),
    "forfait_days_cap.limit": (1, 218),
    "forfait_days_cap.most": (1, 282),
    "six_days_per_week.limit": (None, 6),
    "break_20min.trigger": (None, 6 * 60),
    "break_20min.pause": (20, None),
    "night_hours.begins": (21 * 60, 22 * 60),
    "night_hours.ends": (6 * 60, 7 * 60),
    "night_worker_daily_8h.longest": (None, 12 * 60),
    "night_rest_owed.longest": (None, 12 * 60),
    "night_worker_avg12_40h.average": (None, 44 * 60),
    "part_time_below_35h.reached": (None, 35 * 60),
    "part_time_complementary_cap.part": (3, None),
    "part_time_complementary_cap.first_tenth": (100, None),
    "part_time_complement.most": (0, 8),
    "part_time_complement.beyond": (250, None),
    "part_time_notice.notice": (3, None),
    "legal_35h_overtime.first_rate": (100, None),
    "legal_35h_overtime.next_rate": (100, None),
    "overtime_quota.small_rest": (500, None),
    "overtime_quota.large_rest": (1000, None),
    "modulation_overtime.year": (None, 1607 * 60),
    "modulation_period.agreement": (1, 36),
    "modulation_notice.agreed": (1, None),
    "modulation_notice.agreed_working": (1, None),
    "modulation_notice.exceptional": (1, None),
    "oncall_notice.notice": (1, None),
    "oncall_notice.exceptional": (0, None),
    "oncall_notice.rest_per_day": (1, None),
    "public_holidays.closed": (1, 11),
    "paid_leave_accrual.per_month": (5, None),
    "paid_leave_accrual.most": (30, None),
    "paid_leave_accrual.sick_per_month": (4, None),
    "paid_leave_accrual.sick_most": (24, None),
    "paid_leave_accrual.year_begins": (1, 12),
    "paid_leave_taking.opens": (1, 12),
    "paid_leave_taking.closes": (1, 12),
    "paid_leave_taking.one_more": (1, None),
    "paid_leave_taking.two_more": (1, None),
    "paid_leave_date_change.agreed": (1, None),
}


@pytest.mark.parametrize("place", PUBLIC_ORDER)
def test_agreements_are_bounded_as_the_articles_say(place: str) -> None:
    value: Dated = dict(VALUES)[place]

    assert (value.floor, value.ceiling) == PUBLIC_ORDER[place]


@pytest.mark.parametrize(
    "place",
    [
        f"{rule}.{name}"
        for rule, name in (
            *(("minor_break_30min", n) for n in ("longest", "pause")),
            *(("minor_daily_rest_12h", n) for n in ("rest", "rest_under_16")),
            *(("minor_night_ban", n) for n in ("begins", "begins_under_16", "ends")),
            ("minor_daily_8h", "longest"),
            ("minor_weekly_35h", "longest"),
            ("night_worker_status", "times"),
            ("night_worker_status", "least"),
            ("part_time_drift_12_weeks", "excess"),
            ("legal_35h_overtime", "week"),
            *(("modulation_notice", n) for n in ("silent", "unilateral")),
            *(("paid_leave_taking", n) for n in ("longest", "fraction", "ahead")),
            ("paid_leave_date_change", "months"),
        )
    ],
)
def test_no_agreement_touches_what_the_law_keeps(place: str) -> None:
    value = dict(VALUES)[place]

    assert (value.floor, value.ceiling) == (None, None)


def test_locked_values_are_those_of_l2253_1() -> None:
    assert {place for place, value in VALUES if value.locked} == {
        *(f"night_{rule}.yearly" for rule in ("worker_status", "worker_daily_8h", "rest_owed")),
        "night_worker_avg12_40h.yearly",
        "night_work_legal_basis.yearly",
        *(f"night_{rule}.reference" for rule in ("worker_status", "worker_daily_8h", "rest_owed")),
        "night_worker_avg12_40h.reference",
        "night_work_legal_basis.reference",
        *(f"part_time_min_24h.minimum{g}" for g in ("", *(f"_{x}" for x in "abcdef"))),
        "part_time_complementary_cap.first_tenth",
        "part_time_complementary_cap.beyond",
        *(f"part_time_complement.{name}" for name in ("most", "rate", "beyond")),
        "part_time_complementary_cap.most",
        "part_time_drift_12_weeks.most",
        "modulation_period.agreement",
    }


def test_an_agreement_that_is_applied_is_inside_its_own_bounds() -> None:
    for agreement in ("eclat", "alisfa", "ateliers_chantiers_insertion", "missions_locales"):
        assert refusals(chosen=[applied(agreement)]) == []
