from datetime import date, timedelta

import pytest

from constraints.agreements.terms import Term
from constraints.law.hours.multi_employer_total import RULE
from constraints.registry import profile_of
from scheduler.dated import Source
from scheduler.domain.employment.employer import Outside
from scheduler.finding import Effect, Severity, Verdict
from tests.constraints.agreement import accepts, clean
from tests.constraints.law.make import audited, duty, facts, past, rota, timeline, turning

MONDAY, SUNDAY = date(2026, 6, 15), date(2026, 6, 21)
NEXT = MONDAY + timedelta(days=7)
THREE = tuple(duty(f"2026-06-{n} 08:00 18:00") for n in (15, 16, 17))
TWENTY_FOUR = tuple(duty(f"2026-06-{n} 08:00 16:00") for n in (15, 16, 17))


def elsewhere(minutes: int, *mondays: date) -> dict[date, int]:
    return dict.fromkeys(mondays or (MONDAY,), minutes)


def outside_of(minutes: int, *mondays: date) -> tuple[Outside, ...]:
    return tuple(
        Outside(mediator="m", monday=monday, minutes=minutes, employer="Mairie")
        for monday in mondays or (MONDAY,)
    )


def test_twenty_four_hours_here_and_twenty_elsewhere_are_lawful() -> None:
    assert audited(RULE, timeline(*TWENTY_FOUR, outside=elsewhere(1200))) == []


def test_thirty_hours_here_and_twenty_elsewhere_pass_the_maximum_and_warn() -> None:
    [finding] = audited(RULE, timeline(*THREE, outside=elsewhere(1200)))

    assert facts([finding]) == [("2026-06-17", 3000, 2880, 120)]
    assert finding.message == (
        "Lou : 50 h 00 de travail dans la semaine du lundi 15/06/2026, tous employeurs confondus, "
        "dont 20 h 00 déclarées ailleurs, au lieu de 48 h 00 au plus (dépassées le 17/06/2026)."
    )
    assert (finding.severity, finding.effect, finding.verdict, finding.blocks) == (
        Severity.PUBLIC_ORDER,
        Effect.WARN,
        Verdict.VIOLATION,
        False,
    )
    assert finding.article == "L8261-1"
    assert finding.evidence == tuple(d.id for d in THREE)


@pytest.mark.parametrize(("minutes", "amounts"), [(1079, []), (1080, []), (1081, [1])])
def test_forty_eight_hours_in_all_to_the_minute(minutes: int, amounts: list[int]) -> None:
    judged = timeline(*THREE, outside=elsewhere(minutes))

    assert [f.amount for f in audited(RULE, judged)] == amounts


def test_it_is_dated_on_the_day_of_work_here_that_passes_what_is_left() -> None:
    assert facts(audited(RULE, timeline(*THREE, outside=elsewhere(2281)))) == [
        ("2026-06-15", 4081, 2880, 1201)
    ]
    assert facts(audited(RULE, timeline(*THREE, outside=elsewhere(2280)))) == [
        ("2026-06-16", 4080, 2880, 1200)
    ]


def test_a_week_without_work_here_or_without_hours_elsewhere_is_not_judged_here() -> None:
    assert audited(
        RULE, timeline(*THREE, outside=elsewhere(3000, NEXT), last=date(2026, 6, 28))
    ) == ([])
    assert audited(RULE, timeline(*THREE, weeks={MONDAY: 2000}, outside={})) == []


def test_minutes_of_the_week_beside_the_known_duties_count() -> None:
    judged = timeline(*THREE, weeks={MONDAY: 61}, outside=elsewhere(1020))

    assert facts(audited(RULE, judged)) == [("2026-06-17", 2881, 2880, 1)]


def test_a_night_over_sunday_counts_in_each_week_for_its_part() -> None:
    night = duty("2026-06-21 22:00 06:00")

    assert facts(audited(RULE, timeline(night, outside=elsewhere(2761)))) == [
        ("2026-06-21", 2881, 2880, 1)
    ]
    assert facts(audited(RULE, timeline(night, outside=elsewhere(2521, NEXT)))) == [
        ("2026-06-22", 2881, 2880, 1)
    ]


def test_the_night_of_the_autumn_change_lasts_an_hour_more() -> None:
    night = duty("2026-10-24 22:00 06:00")
    monday = date(2026, 10, 19)

    assert audited(RULE, timeline(night, outside={monday: 2880 - 540})) == []
    assert facts(audited(RULE, timeline(night, outside={monday: 2880 - 539}))) == [
        ("2026-10-25", 2881, 2880, 1)
    ]


def test_a_minor_stays_within_thirty_five_hours_in_all() -> None:
    minor = turning(date(2009, 1, 1))

    assert audited(RULE, timeline(*TWENTY_FOUR, who=minor, outside=elsewhere(660))) == []
    assert facts(audited(RULE, timeline(*TWENTY_FOUR, who=minor, outside=elsewhere(661)))) == [
        ("2026-06-17", 2101, 2100, 1)
    ]


@pytest.mark.parametrize(("birth", "limits"), [("2008-06-21", [2880]), ("2008-06-22", [2100])])
def test_the_week_of_the_eighteenth_birthday_is_an_adults(birth: str, limits: list[int]) -> None:
    who = turning(date.fromisoformat(birth))

    assert [f.limit for f in audited(RULE, timeline(*THREE, who=who, outside=elsewhere(1200)))] == (
        limits
    )


def mondays(number: int) -> tuple[date, ...]:
    return tuple(MONDAY - timedelta(weeks=n) for n in range(number))


@pytest.mark.parametrize(("extra", "amounts"), [(-1, []), (0, []), (1, [1])])
def test_twelve_weeks_of_all_employers_to_the_minute(extra: int, amounts: list[int]) -> None:
    weeks = dict.fromkeys(mondays(12)[1:], 24 * 60)
    others = elsewhere(20 * 60, *mondays(12)) | {MONDAY: 20 * 60 + extra}

    assert [
        f.amount for f in audited(RULE, timeline(*TWENTY_FOUR, weeks=weeks, outside=others))
    ] == (amounts)


def test_the_average_says_its_totals_and_is_dated_on_the_sunday() -> None:
    weeks = dict.fromkeys(mondays(12)[1:], 25 * 60)

    [finding] = audited(
        RULE, timeline(*TWENTY_FOUR, weeks=weeks, outside=elsewhere(20 * 60, *mondays(12)))
    )

    assert finding.on == SUNDAY
    assert finding.message == (
        "Lou : 539 h 00 de travail sur les douze semaines finies le 21/06/2026 (44 h 55 par "
        "semaine en moyenne), tous employeurs confondus, dont 240 h 00 déclarées ailleurs, au lieu "
        "de 528 h 00 au plus (44 h 00 par semaine en moyenne)."
    )


def test_unknown_weeks_count_for_what_is_known_of_them_alone() -> None:
    weeks = dict.fromkeys(mondays(11)[1:], 25 * 60)

    assert (
        audited(RULE, timeline(*TWENTY_FOUR, weeks=weeks, outside=elsewhere(20 * 60, *mondays(11))))
        == []
    )


def test_hours_elsewhere_in_the_thirteenth_week_back_are_out_of_the_window() -> None:
    weeks = dict.fromkeys(mondays(12)[1:], 46 * 60)
    judged = timeline(*TWENTY_FOUR, weeks=weeks, outside=elsewhere(60, mondays(13)[-1]))

    assert audited(RULE, judged) == []


@pytest.mark.parametrize(("minutes", "lawful"), [(1080, True), (1081, False)])
def test_the_planner_keeps_to_what_is_left(minutes: int, lawful: bool) -> None:
    planned = rota(*THREE, first=MONDAY, last=SUNDAY, outside=outside_of(minutes))

    assert (
        accepts(RULE, planned)
        is accepts(RULE, planned, gated=True)
        is clean(RULE, planned)
        is lawful
    )


def test_hours_of_two_other_employers_add_up() -> None:
    two = (*outside_of(540), Outside(mediator="m", monday=MONDAY, minutes=541, employer="École"))
    planned = rota(*THREE, first=MONDAY, last=SUNDAY, outside=two)

    assert [f.measured for f in audited(RULE, planned)] == [2881]
    assert not accepts(RULE, planned)


def test_hours_elsewhere_that_pass_the_maximum_alone_leave_no_minute_here() -> None:
    none = rota(first=MONDAY, last=SUNDAY, left=THREE, outside=outside_of(3000))
    some = rota(THREE[0], first=MONDAY, last=SUNDAY, left=THREE[1:], outside=outside_of(3000))

    assert accepts(RULE, none)
    assert audited(RULE, none) == []
    assert not accepts(RULE, some)


def test_what_was_worked_before_is_inherited() -> None:
    before = tuple(past(f"2026-06-{n} 08:00 18:00") for n in (15, 16, 17))
    planned = rota(*before, first=date(2026, 6, 18), last=SUNDAY, outside=outside_of(1200))

    assert [(f.inherited, f.on) for f in audited(RULE, planned)] == [(True, date(2026, 6, 18))]
    assert accepts(RULE, planned)


def test_an_agreement_on_the_average_holds_for_all_employers_together() -> None:
    accord = Source("accord d'entreprise", "12")
    profile = profile_of(
        terms=(Term(rule="avg12_44h", parameter="average", value=45 * 60, source=accord),)
    )
    rule = next(r for r in profile.person_rules if r.id == RULE.id)
    weeks = dict.fromkeys(mondays(12)[1:], 25 * 60)
    judged = timeline(*TWENTY_FOUR, weeks=weeks, outside=elsewhere(20 * 60, *mondays(12)))
    longer = timeline(*TWENTY_FOUR, weeks=weeks, outside=elsewhere(20 * 60 + 10, *mondays(12)))

    assert audited(rule, judged) == []
    assert [(f.measured, f.limit) for f in audited(rule, longer)] == [(32460, 32400)]
