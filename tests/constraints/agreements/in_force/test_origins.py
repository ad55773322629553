from datetime import date, timedelta

from constraints.agreements.in_force.origins import Origin
from constraints.agreements.terms import Strength
from constraints.registry import base, origin, profile_of
from scheduler.dated import Level
from scheduler.rule import Profile
from tests.constraints.agreements.make import DAY, DEAL, applied, term


def of(profile: Profile, place: str, day: date = DAY, agency: str = "") -> Origin:
    rule, parameter = place.split(".")
    (value_origin,) = [
        o for o in origin(profile, day, agency) if (o.rule, o.parameter) == (rule, parameter)
    ]
    return value_origin


def test_by_default_every_value_is_the_code_s_or_the_house_s() -> None:
    value_origin = origin(base(), DAY)

    assert {o.level for o in value_origin} == {Level.CODE}
    assert {o.strength for o in value_origin} == {None}
    assert {(o.rule, o.parameter) for o in value_origin} == {
        (r.id, name) for r in base().rules for name in r.parameters()
    }


def test_a_value_tells_its_source_its_period_and_what_it_sets_aside() -> None:
    until = DAY + timedelta(days=30)
    profile = profile_of(
        [applied("eclat")], [term("daily_span_13h.limit", 13 * 60, since=DAY, until=until)]
    )

    value_origin = of(profile, "daily_span_13h.limit")

    assert (value_origin.value, value_origin.shown, value_origin.unit) == (
        780,
        "13 h 00",
        "minutes",
    )
    assert (value_origin.source, value_origin.level, value_origin.strength) == (
        DEAL,
        Level.COMPANY,
        None,
    )
    assert (value_origin.since, value_origin.until) == (DAY, until)
    assert [(e.value, e.level) for e in value_origin.aside] == [
        (720, Level.BRANCH),
        (780, Level.CODE),
    ]


def test_a_branch_value_tells_the_strength_of_its_agreement() -> None:
    eclat, regies = profile_of([applied("eclat")]), profile_of([applied("regies_de_quartier")])

    assert of(eclat, "daily_span_13h.limit").strength is Strength.EXTENDED
    assert of(eclat, "ccn_eclat_break_45min.pause").strength is Strength.EXTENDED
    assert of(regies, "night_hours.begins").strength is Strength.NOT_EXTENDED


def test_a_clause_is_told_of_on_its_days_only() -> None:
    profile = profile_of([applied("eclat", "2026-06-15")])

    before = {o.rule for o in origin(profile, DAY - timedelta(days=1))}
    after = {o.rule for o in origin(profile, DAY)}

    assert after - before == {
        "ccn_eclat_avg6_44h",
        "ccn_eclat_break_45min",
        "ccn_eclat_complement_13_weeks",
        "ccn_eclat_night_break",
        "ccn_eclat_one_interruption",
        "ccn_eclat_two_rest_days",
    }


def test_an_agency_s_value_sets_aside_that_of_all() -> None:
    profile = profile_of(
        [],
        [
            term("daily_max_10h.limit", 12 * 60),
            term("daily_max_10h.limit", 11 * 60, agency="nord"),
        ],
    )

    value_origin = of(profile, "daily_max_10h.limit", agency="nord")

    assert value_origin.value == 11 * 60
    assert sorted(e.value for e in value_origin.aside) == [600, 720]
    assert of(profile, "daily_max_10h.limit", agency="sud").value == 12 * 60


def test_what_is_not_in_force_yet_has_no_origin() -> None:
    value_origin = {o.rule for o in origin(base(), date(2000, 1, 1))}

    assert value_origin == set()
