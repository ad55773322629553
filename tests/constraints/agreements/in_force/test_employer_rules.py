from datetime import date, timedelta

from constraints.registry import base, profile_of
from scheduler.audit import audit_person
from scheduler.domain.duty import Duty
from scheduler.finding import Severity
from scheduler.rule import Profile
from tests.constraints.agreements.make import (
    DAY,
    DEAL,
    applied,
    dated,
    term,
)
from tests.constraints.law.make import days, duty, pause, timeline

SPAN = "daily_span_13h.limit"
BEFORE = DAY - timedelta(days=1)


def verdicts(profile: Profile, rule: str, *duties: Duty) -> list[tuple[str, int, str]]:
    """Day, limit and article of what a rule of the profile finds."""
    return [
        (f.on.isoformat(), f.limit, f.article)
        for f in audit_person(timeline(*duties), profile)
        if f.rule == rule
    ]


def test_nothing_chosen_is_the_code_alone() -> None:
    assert profile_of() is base()


def test_a_branch_changes_values_from_its_day_on() -> None:
    profile = profile_of([applied("eclat", "2026-06-15")])

    assert dated(profile, SPAN).on(BEFORE) == 13 * 60
    assert dated(profile, SPAN).on(DAY) == 12 * 60


def test_an_agreement_that_begins_in_midmonth_changes_the_verdict_from_that_day_only() -> None:
    profile = profile_of([applied("eclat", "2026-06-15")])
    split = [
        duty(f"2026-06-{day} {hours}")
        for day in (14, 15)
        for hours in ("07:00 11:00", "16:00 20:00")
    ]

    assert verdicts(profile, "daily_span_13h", *split) == [
        ("2026-06-15", 720, "art. 5.3 (ECLAT, IDCC 1518)")
    ]
    short = days("2026-06-14", "2026-06-15", start="09:00", end="12:00")
    assert verdicts(profile, "ccn_eclat_break_45min", *short) == [
        ("2026-06-15", 45, "art. 5.3 (ECLAT, IDCC 1518)")
    ]


def test_an_agreement_that_ends_gives_the_verdict_back_to_the_code() -> None:
    profile = profile_of([applied("alisfa", until=BEFORE)])
    rests = [
        duty("2026-06-13 12:00 20:00"),
        duty("2026-06-14 07:30 12:00"),
        duty("2026-06-14 14:00 20:00"),
        duty("2026-06-15 07:30 12:00"),
    ]

    assert verdicts(profile, "daily_rest_11h", *rests) == [
        ("2026-06-14", 720, "art. IV-1.3.1 (ALISFA, IDCC 1261)")
    ]


def test_a_less_favourable_company_agreement_replaces_the_branch() -> None:
    profile = profile_of([applied("eclat")], [term(SPAN, 13 * 60, since=date(2026, 6, 15))])
    split = [
        duty(f"2026-06-{day} {hours}")
        for day in (14, 15)
        for hours in ("07:00 11:00", "16:00 20:00")
    ]

    assert dated(profile, SPAN).on(DAY) == 13 * 60
    assert [e.source.text for e in dated(profile, SPAN).entries(DAY)] == [
        DEAL.text,
        "ECLAT, IDCC 1518",
        "Code du travail",
    ]
    assert verdicts(profile, "daily_span_13h", *split) == [
        ("2026-06-14", 720, "art. 5.3 (ECLAT, IDCC 1518)")
    ]


def test_the_order_of_entry_is_of_no_weight() -> None:
    older = term(SPAN, 13 * 60, since=date(2016, 9, 1))

    assert dated(profile_of([applied("eclat", "2026-06-15")], [older]), SPAN).on(DAY) == 13 * 60


def test_one_agreement_after_another_keeps_each_one_s_days() -> None:
    profile = profile_of(
        [applied("alisfa", until=BEFORE), applied("missions_locales", "2026-06-15")]
    )

    clauses = [
        (r.id, r.parameters()["days"].entry(DAY).source.text)
        for r in profile.person_rules
        if r.id == "ccn_two_rest_days_incl_sunday"
    ]

    assert clauses == [
        ("ccn_two_rest_days_incl_sunday", "ALISFA, IDCC 1261"),
        ("ccn_two_rest_days_incl_sunday", "Missions locales, IDCC 2190"),
    ]
    six = days(*(f"2026-06-{n:02d}" for n in (8, 9, 10, 11, 12, 13, 15, 16, 17, 18, 19, 20)))
    assert verdicts(profile, "ccn_two_rest_days_incl_sunday", *six) == [
        ("2026-06-08", 2, "art. IV-1.3.2 (ALISFA, IDCC 1261)"),
        ("2026-06-15", 2, "art. 5.3 (Missions locales, IDCC 2190)"),
    ]


def test_an_agency_has_its_own_night() -> None:
    night = [
        term("night_hours.begins", 22 * 60, agency="nord"),
        term("night_hours.ends", 7 * 60, agency="nord"),
    ]

    profile = profile_of([], night)

    for rule in ("night_hours", "night_worker_status", "night_worker_daily_8h"):
        assert dated(profile, f"{rule}.begins").on(DAY) == 21 * 60
        assert dated(profile, f"{rule}.begins", "nord").on(DAY) == 22 * 60
        assert dated(profile, f"{rule}.ends", "nord").on(DAY) == 7 * 60


def test_what_lets_a_night_be_longer_is_what_its_rest_is_owed_for() -> None:
    own = profile_of([], [term("night_worker_daily_8h.longest", 11 * 60)])
    branch = profile_of([applied("eclat", "2026-06-15")])

    for profile, after in ((own, 11 * 60), (branch, 10 * 60)):
        for rule in ("night_worker_daily_8h", "night_rest_owed"):
            assert dated(profile, f"{rule}.longest").on(DAY) == after
    assert dated(branch, "night_rest_owed.longest").on(BEFORE) == 8 * 60


def test_an_agency_has_its_own_agreement_on_its_days() -> None:
    chosen = [applied("eclat"), applied("alisfa", "2026-06-15", agency="nord", until=DAY)]

    profile = profile_of(chosen)
    rest, span = (dated(profile, p, "nord") for p in ("daily_rest_11h.rest", SPAN))

    assert dated(profile, "daily_rest_11h.rest").on(DAY) == 660
    assert [rest.on(d) for d in (BEFORE, DAY, DAY + timedelta(days=1))] == [660, 720, 660]
    assert [span.on(d) for d in (BEFORE, DAY, DAY + timedelta(days=1))] == [720, 780, 720]


def test_an_agency_s_own_value_wins_over_a_newer_one_for_all() -> None:
    terms = [
        term("daily_max_10h.limit", 11 * 60, since=date(2025, 1, 1), agency="nord"),
        term("daily_max_10h.limit", 12 * 60, since=date(2026, 1, 1)),
    ]

    profile = profile_of([], terms)

    assert dated(profile, "daily_max_10h.limit").on(DAY) == 12 * 60
    assert dated(profile, "daily_max_10h.limit", "nord").on(DAY) == 11 * 60


def test_a_shorter_rest_lengthens_the_span_unless_somebody_sets_it() -> None:
    nine = term("daily_rest_11h.rest", 9 * 60, since=DAY, until=DAY)

    alone, branch = profile_of([], [nine]), profile_of([applied("eclat")], [nine])

    assert [dated(alone, SPAN).on(d) for d in (BEFORE, DAY)] == [780, 900]
    assert dated(alone, SPAN).on(DAY + timedelta(days=1)) == 780
    assert dated(branch, SPAN).on(DAY) == 720
    assert dated(alone, "oncall_rest.rest").on(DAY) == 540


def test_what_breaks_the_agreement_alone_is_no_public_order() -> None:
    profile = profile_of([applied("alisfa")])
    duties = (
        duty("2026-06-15 14:00 20:00", pause(20)),
        duty("2026-06-16 07:59 12:00"),
        duty("2026-06-16 16:00 20:01"),
        duty("2026-06-17 07:00 12:00"),
    )

    values = [
        (f.measured, f.article, f.severity)
        for f in audit_person(timeline(*duties), profile)
        if f.rule == "daily_rest_11h"
    ]

    assert values == [
        (719, "art. IV-1.3.1 (ALISFA, IDCC 1261)", Severity.NEGOTIABLE_DEFAULT),
        (659, "art. IV-1.3.1 (ALISFA, IDCC 1261)\u00a0; L3131-1", Severity.PUBLIC_ORDER),
    ]


def test_the_profile_is_named_by_what_it_holds() -> None:
    assert profile_of([applied("eclat")]).name == "eclat"
    assert profile_of([], [term(SPAN, 12 * 60)]).name == "code-du-travail + accords-employeur"
