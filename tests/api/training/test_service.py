"""Hours of titles done, planned and missing, and the days that would make them up."""

from datetime import date, datetime
from pathlib import Path

import pytest

from api.access.caller import Caller, Grant, Role
from api.access.reach import OVERSEERS, Reach
from api.data.association import Association
from api.training.service import TitleHours, Trainee, trainees
from scheduler.domain.time import PARIS
from scheduler.finding import Verdict
from tests.api.data.folder.folders import loaded
from tests.api.training.served import titled
from tests.fixtures.association import association


def association_with(tmp_path: Path, hours: str = "70", **files: str) -> Association:
    return loaded(titled(tmp_path, hours, **files))


def people_on(data: Association, now: datetime, agency: str = "") -> tuple[Trainee, ...]:
    grant = Grant(role=Role.RH, agency=agency)
    caller = Caller(user="1" * 32, name="rh", grants=(grant,), via="local")
    return trainees(Reach(caller, OVERSEERS), data, now)


def at(day: date, hour: int = 8) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=PARIS)


def hours_of(data: Association, now: datetime) -> TitleHours:
    (trainee,) = (t for t in people_on(data, now) if t.person.id == "dorian")
    (hours,) = trainee.titles
    return hours


@pytest.mark.parametrize(
    ("now", "done"),
    [
        (at(date(2026, 3, 2)), 0),
        (at(date(2026, 3, 2), 13), 210),
        (at(date(2026, 3, 6), 18), 5 * 420),
        (at(date(2026, 4, 10), 18), 9 * 420),
    ],
)
def test_sessions_that_ended_are_done_and_the_others_planned(
    tmp_path: Path, now: datetime, done: int
) -> None:
    hours = hours_of(association_with(tmp_path), now)

    assert (hours.due, hours.done, hours.planned) == (70 * 60, done, 9 * 420 - done)
    assert (hours.missing, hours.lost, hours.missed) == (420, 420, 0)


def test_a_holiday_is_made_up_on_the_nearest_day_that_is_free(tmp_path: Path) -> None:
    assert hours_of(association_with(tmp_path), at(date(2026, 3, 9))).make_up == (
        date(2026, 4, 13),
    )


def test_absences_and_today_are_no_days_to_make_up(tmp_path: Path) -> None:
    away = "personne;debut;fin;motif\ndorian;13/04/2026;14/04/2026;conge\n"
    data = association_with(tmp_path, absences=away)

    assert hours_of(data, at(date(2026, 3, 11))).make_up == (date(2026, 4, 3),)
    assert hours_of(data, at(date(2026, 4, 15))).make_up == (date(2026, 4, 16),)


def test_missed_sessions_are_missing_and_take_more_days(tmp_path: Path) -> None:
    away = "personne;debut;fin;motif\ndorian;07/04/2026;07/04/2026;maladie\n"
    hours = hours_of(association_with(tmp_path, absences=away), at(date(2026, 3, 20)))

    assert (hours.missing, hours.lost, hours.missed) == (840, 420, 420)
    assert hours.make_up == (date(2026, 4, 13), date(2026, 4, 14))


def test_a_title_that_has_its_hours_needs_no_day(tmp_path: Path) -> None:
    hours = hours_of(association_with(tmp_path, hours="63"), at(date(2026, 3, 9)))

    assert (hours.missing, hours.make_up) == (0, ())


def test_no_day_is_left_at_the_end_of_the_contract(tmp_path: Path) -> None:
    hours = hours_of(association_with(tmp_path), at(date(2026, 8, 31)))

    assert (hours.missing, hours.make_up) == (420, ())


def test_what_is_to_settle_comes_first(tmp_path: Path) -> None:
    listed = people_on(association_with(tmp_path), at(date(2026, 3, 9)))

    assert [t.person.id for t in listed] == ["chloe", "dorian"]
    assert [[f.verdict for f in t.findings] for t in listed] == [
        [Verdict.VIOLATION],
        [Verdict.VIOLATION, Verdict.NOTE],
    ]


def test_only_people_for_whom_the_caller_answers_are_listed(tmp_path: Path) -> None:
    assert people_on(association_with(tmp_path), at(date(2026, 3, 9)), agency="ailleurs") == ()


def test_days_to_make_up_have_no_session_absence_or_published_post() -> None:
    data = association()
    sessions = {cohort.id: {span.day for _, span in cohort.sessions} for cohort in data.cohorts}
    now = at(date(2026, 11, 1))
    listed = people_on(data, now)
    assert len(listed) > 20

    for trainee in listed:
        who = trainee.person.id
        taken = {
            day
            for row in data.history["2026-11"]
            if row.worked.mediator == who
            for day in row.worked.duty.span.days
        }
        taken |= {day for a in data.absences if a.mediator == who for day in a.span.days}
        taken |= {day for c, member in data.members if member == who for day in sessions[c]}
        days = {day for hours in trainee.titles for day in hours.make_up}
        assert not days & (taken | data.holidays((2026, 2027)))
        assert all(day.weekday() < 5 and trainee.person.contract_on(day) for day in days)


def test_a_title_s_hours_are_those_that_the_audit_judges() -> None:
    data = association()
    listed = people_on(data, at(date(2026, 11, 30)))

    assert listed
    for trainee in listed:
        missing = {hours.title: hours.missing for hours in trainee.titles}
        assert missing == {course.title: course.missing for course in trainee.person.courses}
