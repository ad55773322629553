from dataclasses import replace

from api.hours.entry import Entry
from api.hours.worked import Kind, WorkedDuty
from api.month.errors import Wrong
from scheduler.domain.duty import Break
from tests.api.asking.entering import ROOT, ZONED, ok, unplanned, worked, wrong
from tests.api.asking.made import DAY, NIGHT, at, known, minutes


def test_a_shift_worked_as_published_has_its_hours_and_breaks() -> None:
    done = ok(Entry(kind=Kind.AS_PLANNED, uid="ada.nuit-2026-10-24"))

    assert done == WorkedDuty(
        root=ROOT, mediator="ada", uid="ada.nuit-2026-10-24", duty=NIGHT, kind=Kind.AS_PLANNED
    )


def test_a_late_end_keeps_the_rest_of_the_shift() -> None:
    done = ok(worked("2026-10-06T09:00+02:00", "2026-10-06T17:10+02:00", why="Incident"))

    assert done.duty == replace(DAY, span=done.duty.span)
    assert done.duty.span.minutes == 490


def test_a_break_that_no_longer_lies_within_falls_and_others_may_be_given() -> None:
    short = ("2026-10-24T21:30+02:00", "2026-10-25T02:20+02:00")
    assert ok(worked(*short, uid="ada.nuit-2026-10-24")).duty.breaks == ()

    pauses = (Break(minutes=15), Break(minutes=20, start=at("2026-10-24T23:00+02:00")))
    assert ok(worked(*short, uid="ada.nuit-2026-10-24", breaks=pauses)).duty.work == 290 - 35


def test_half_past_two_comes_twice_and_the_offset_says_which() -> None:
    first = ok(worked("2026-10-24T21:30+02:00", "2026-10-25T02:30+02:00", "ada.nuit-2026-10-24"))
    second = ok(worked("2026-10-24T21:30+02:00", "2026-10-25T02:30+01:00", "ada.nuit-2026-10-24"))

    assert (first.duty.span.minutes, second.duty.span.minutes) == (300, 360)


def test_a_time_without_offset_is_refused_where_it_stands() -> None:
    entry = worked("2026-10-24T21:30+02:00", "2026-10-25T02:30", "ada.nuit-2026-10-24")

    assert wrong(entry) == [Wrong(field="end", received="2026-10-25T02:30:00", expected=ZONED)]


def test_both_ends_are_asked_for_and_in_whole_minutes() -> None:
    assert wrong(Entry(kind=Kind.WORK, uid="ada.jour-2026-10-06")) == [
        Wrong(field="start", expected=ZONED),
        Wrong(field="end", expected=ZONED),
    ]
    assert wrong(worked("2026-10-06T09:00:20+02:00", "2026-10-06T17:00+02:00")) == [
        Wrong(field="start", received="2026-10-06T09:00:20+02:00", expected="une minute entière")
    ]


def test_an_end_is_after_its_start() -> None:
    for end in ("2026-10-06T09:00+02:00", "2026-10-06T08:59+02:00"):
        assert wrong(worked("2026-10-06T09:00+02:00", end)) == [
            Wrong(
                field="end",
                received=end,
                expected="une fin après le 2026-10-06T09:00+02:00",
            )
        ]
    assert ok(worked("2026-10-06T09:00+02:00", "2026-10-06T09:01+02:00")).duty.work == 1


def test_nobody_works_more_than_a_day_and_a_night_on_end() -> None:
    begin = "2026-10-24T06:00+02:00"
    long = wrong(worked(begin, "2026-10-25T05:01+01:00", "ada.nuit-2026-10-24"))
    assert long == [
        Wrong(
            field="end",
            received="2026-10-25T05:01+01:00",
            expected="24 heures au plus après le début",
        )
    ]
    # Twenty-four hours that passed are twenty-three on the clock that night.
    whole = ok(worked(begin, "2026-10-25T05:00+01:00", "ada.nuit-2026-10-24"))
    assert whole.duty.span.minutes == 1440


def test_what_isn_t_over_can_t_be_said_yet() -> None:
    before = known(now=DAY.span.end - minutes(1))
    entry = Entry(kind=Kind.AS_PLANNED, uid="ada.jour-2026-10-06")

    assert wrong(entry, before) == [
        Wrong(field="end", received="2026-10-06T16:30+02:00", expected="une fin passée")
    ]
    assert ok(entry, known(now=DAY.span.end)).kind is Kind.AS_PLANNED


def test_who_didn_t_come_is_absent_from_the_start_on() -> None:
    entry = Entry(kind=Kind.ABSENT, uid="ada.jour-2026-10-06")

    assert wrong(entry, known(now=DAY.span.start - minutes(1))) == [
        Wrong(field="start", received="2026-10-06T09:00+02:00", expected="un service commencé")
    ]
    assert ok(entry, known(now=DAY.span.start)).duty == DAY


def test_no_reason_is_told_of_an_absence() -> None:
    assert wrong(Entry(kind=Kind.ABSENT, uid="ada.jour-2026-10-06", why="grippe")) == [
        Wrong(field="why", expected="rien : le motif d’une absence se dit aux RH seules")
    ]


def test_hours_touch_those_published() -> None:
    entry = worked("2026-10-06T16:30+02:00", "2026-10-06T18:00+02:00")
    assert wrong(entry) == [
        Wrong(
            field="start",
            received="2026-10-06T16:30+02:00",
            expected="un horaire qui touche celui publié, mardi 6 octobre 2026 de 09:00 à 16:30 "
            "(sinon : « absent », puis un travail non prévu)",
        )
    ]
    assert ok(worked("2026-10-06T16:29+02:00", "2026-10-06T18:00+02:00")).duty.work == 91


def test_hours_stay_in_the_month_of_their_shift() -> None:
    entry = worked("2026-09-30T23:50+02:00", "2026-10-01T06:00+02:00", "ada.nuit-2026-10-01")
    assert wrong(entry) == [
        Wrong(
            field="start",
            received="2026-09-30T23:50+02:00",
            expected="un début en octobre 2026, le mois du service publié",
        )
    ]


def test_unplanned_work_lies_in_a_published_month_and_under_a_contract() -> None:
    assert wrong(unplanned("2026-08-03T09:00+02:00", "2026-08-03T10:00+02:00")) == [
        Wrong(
            field="start",
            received="2026-08-03T09:00+02:00",
            expected="un début dans un mois publié : septembre 2026, octobre 2026",
        )
    ]
    entry = unplanned("2026-10-08T09:00+02:00", "2026-10-08T10:00+02:00")
    assert wrong(entry, who="zoé") == [
        Wrong(
            field="start",
            received="2026-10-08T09:00+02:00",
            expected="un jour couvert par un contrat de la personne",
        )
    ]
    assert ok(entry).duty.id == "travail-parc"
