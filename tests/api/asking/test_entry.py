from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from api.asking.entry import Entry, Known, checked
from api.asking.errors import Wrong, WrongValuesError
from api.asking.worked import Done, Kind
from scheduler.domain.duty import Break, DutyKind
from tests.api.asking.made import DAY, NIGHT, STANDBY, at, done, known, minutes

ROOT = "f" * 32
ZONED = "un instant avec son décalage, comme 2026-10-25T02:30+01:00"


def ok(entry: Entry, against: Known | None = None) -> Done:
    return checked(entry, "ada", against or known(), root=ROOT)


def wrong(entry: Entry, against: Known | None = None, who: str = "ada") -> list[Wrong]:
    with pytest.raises(WrongValuesError) as error:
        checked(entry, who, against or known(), root=ROOT)
    return list(error.value.wrong)


def worked(start: str, end: str, uid: str = "ada.jour-2026-10-06", **others: Any) -> Entry:
    return Entry(kind=Kind.WORK, uid=uid, start=at(start), end=at(end), **others)


def unplanned(start: str, end: str, **others: Any) -> Entry:
    given = {"kind": Kind.WORK, "dispositif": "parc", **others}
    return Entry(start=at(start), end=at(end), **given)


def test_a_shift_worked_as_published_has_its_hours_and_breaks() -> None:
    found = ok(Entry(kind=Kind.AS_PLANNED, uid="ada.nuit-2026-10-24"))

    assert found == Done(
        root=ROOT, mediator="ada", uid="ada.nuit-2026-10-24", duty=NIGHT, kind=Kind.AS_PLANNED
    )


def test_a_late_end_keeps_the_rest_of_the_shift() -> None:
    found = ok(worked("2026-10-06T09:00+02:00", "2026-10-06T17:10+02:00", why="Incident"))

    assert found.duty == replace(DAY, span=found.duty.span)
    assert found.duty.span.minutes == 490


def test_a_break_that_no_longer_lies_within_falls_and_others_may_be_given() -> None:
    short = ("2026-10-24T21:30+02:00", "2026-10-25T02:20+02:00")
    assert ok(worked(*short, uid="ada.nuit-2026-10-24")).duty.breaks == ()

    given = (Break(minutes=15), Break(minutes=20, start=at("2026-10-24T23:00+02:00")))
    assert ok(worked(*short, uid="ada.nuit-2026-10-24", breaks=given)).duty.work == 290 - 35


def test_half_past_two_comes_twice_and_the_offset_says_which() -> None:
    first = ok(worked("2026-10-24T21:30+02:00", "2026-10-25T02:30+02:00", "ada.nuit-2026-10-24"))
    second = ok(worked("2026-10-24T21:30+02:00", "2026-10-25T02:30+01:00", "ada.nuit-2026-10-24"))

    assert (first.duty.span.minutes, second.duty.span.minutes) == (300, 360)


def test_a_time_without_offset_is_refused_where_it_stands() -> None:
    entry = worked("2026-10-24T21:30+02:00", "2026-10-25T02:30", "ada.nuit-2026-10-24")

    assert wrong(entry) == [Wrong(field="end", found="2026-10-25T02:30:00", expected=ZONED)]


def test_both_ends_are_asked_for_and_in_whole_minutes() -> None:
    assert wrong(Entry(kind=Kind.WORK, uid="ada.jour-2026-10-06")) == [
        Wrong(field="start", expected=ZONED),
        Wrong(field="end", expected=ZONED),
    ]
    assert wrong(worked("2026-10-06T09:00:20+02:00", "2026-10-06T17:00+02:00")) == [
        Wrong(field="start", found="2026-10-06T09:00:20+02:00", expected="une minute entière")
    ]


def test_an_end_is_after_its_start() -> None:
    for end in ("2026-10-06T09:00+02:00", "2026-10-06T08:59+02:00"):
        assert wrong(worked("2026-10-06T09:00+02:00", end)) == [
            Wrong(
                field="end",
                found=end,
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
            found="2026-10-25T05:01+01:00",
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
        Wrong(field="end", found="2026-10-06T16:30+02:00", expected="une fin passée")
    ]
    assert ok(entry, known(now=DAY.span.end)).kind is Kind.AS_PLANNED


def test_who_didn_t_come_is_absent_from_the_start_on() -> None:
    entry = Entry(kind=Kind.ABSENT, uid="ada.jour-2026-10-06")

    assert wrong(entry, known(now=DAY.span.start - minutes(1))) == [
        Wrong(field="start", found="2026-10-06T09:00+02:00", expected="un service commencé")
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
            found="2026-10-06T16:30+02:00",
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
            found="2026-09-30T23:50+02:00",
            expected="un début en octobre 2026, le mois du service publié",
        )
    ]


def test_unplanned_work_lies_in_a_published_month_and_under_a_contract() -> None:
    assert wrong(unplanned("2026-08-03T09:00+02:00", "2026-08-03T10:00+02:00")) == [
        Wrong(
            field="start",
            found="2026-08-03T09:00+02:00",
            expected="un début dans un mois publié : septembre 2026, octobre 2026",
        )
    ]
    entry = unplanned("2026-10-08T09:00+02:00", "2026-10-08T10:00+02:00")
    assert wrong(entry, who="zoé") == [
        Wrong(
            field="start",
            found="2026-10-08T09:00+02:00",
            expected="un jour couvert par un contrat de la personne",
        )
    ]
    assert ok(entry).duty.id == "travail-parc"


def test_a_shift_is_one_s_own() -> None:
    for uid in ("brice.jour-2026-10-07", "inconnu"):
        assert wrong(Entry(kind=Kind.AS_PLANNED, uid=uid)) == [
            Wrong(
                field="uid",
                found=uid,
                expected="l’identifiant d’un de ses services publiés",
            )
        ]
    assert wrong(Entry(kind=Kind.ABSENT)) == [
        Wrong(
            field="uid",
            expected="l’identifiant d’un de ses services publiés, pour dire « absent »",
        )
    ]


def test_a_replacement_has_the_place_and_the_mission_of_the_post() -> None:
    found = ok(
        unplanned(
            "2026-10-07T09:00+02:00",
            "2026-10-07T12:00+02:00",
            dispositif="",
            slot="jour-2026-10-07",
        )
    )
    assert (found.uid, found.duty.id, found.duty.site, found.duty.agency) == (
        *("", "jour-2026-10-07"),
        *("parc-1", "nantes"),
    )


def test_a_call_is_of_a_standby_and_may_lie_in_it() -> None:
    call = unplanned(
        "2026-10-10T23:50+02:00",
        "2026-10-11T00:40+02:00",
        kind=Kind.INTERVENTION,
        dispositif="",
        slot=STANDBY.id,
    )
    assert ok(call).duty.kind is DutyKind.INTERVENTION

    assert wrong(replace(call, slot=DAY.id)) == [
        Wrong(field="slot", found=DAY.id, expected="un créneau d’astreinte")
    ]
    assert wrong(replace(call, kind=Kind.WORK)) == [
        Wrong(field="slot", found=STANDBY.id, expected="un créneau qui n’est pas d’astreinte")
    ]
    assert wrong(replace(call, slot="rien")) == [
        Wrong(field="slot", found="rien", expected="l’identifiant d’un créneau publié")
    ]
    assert wrong(replace(call, uid="ada.astreinte-2026-10-10", slot="")) == [
        Wrong(
            field="uid",
            found="ada.astreinte-2026-10-10",
            expected="aucun : une intervention s’ajoute à l’astreinte, nommée dans « slot »",
        )
    ]


def test_work_is_for_a_dispositif() -> None:
    text = "l’identifiant d’un dispositif, ou d’un créneau publié dans « slot »"
    entry = unplanned("2026-10-08T09:00+02:00", "2026-10-08T10:00+02:00", dispositif="gare")
    assert wrong(entry) == [Wrong(field="dispositif", found="gare", expected=text)]
    both = worked("2026-10-06T09:00+02:00", "2026-10-06T17:00+02:00", dispositif="parc")
    assert wrong(both) == [
        Wrong(
            field="dispositif",
            found="parc",
            expected="rien : le service publié dit déjà lequel",
        )
    ]


def test_nobody_is_in_two_places() -> None:
    entry = unplanned("2026-10-06T16:00+02:00", "2026-10-06T18:00+02:00")
    assert wrong(entry) == [
        Wrong(
            field="start",
            found="mardi 6 octobre 2026 de 16:00 à 18:00",
            expected="des heures qui n’en chevauchent pas d’autres "
            "(mardi 6 octobre 2026 de 09:00 à 16:30)",
        )
    ]
    assert ok(unplanned("2026-10-06T16:30+02:00", "2026-10-06T18:00+02:00")).duty.work == 90
    # Once the day was said to have ended sooner, the hours are free.
    sooner = done(Kind.WORK, "2026-10-06T09:00+02:00", "2026-10-06T16:00+02:00", of=DAY)
    assert ok(entry, known(sooner)).duty.work == 120


def test_a_shift_can_t_be_as_published_where_something_else_was_worked() -> None:
    away = done(Kind.ABSENT, "2026-10-06T09:00+02:00", "2026-10-06T16:30+02:00", of=DAY)
    other = done(Kind.WORK, "2026-10-06T10:00+02:00", "2026-10-06T11:00+02:00", root="b" * 32)
    entry = Entry(kind=Kind.AS_PLANNED, uid="ada.jour-2026-10-06")

    assert [one.field for one in wrong(entry, known(away, other))] == ["start"]
    assert ok(entry, known(away)).kind is Kind.AS_PLANNED


@pytest.mark.parametrize(
    "breaks",
    [
        (Break(minutes=450),),
        (Break(minutes=30, start=at("2026-10-06T16:10+02:00")),),
        (
            Break(minutes=30, start=at("2026-10-06T12:00+02:00")),
            Break(minutes=30, start=at("2026-10-06T12:29+02:00")),
        ),
    ],
)
def test_breaks_lie_within_one_after_another_and_leave_work(breaks: tuple[Break, ...]) -> None:
    entry = worked("2026-10-06T09:00+02:00", "2026-10-06T16:30+02:00", breaks=breaks)

    assert wrong(entry) == [
        Wrong(
            field="breaks",
            found=f"{sum(b.minutes for b in breaks)} min",
            expected="des pauses dans l’horaire, l’une après l’autre, qui laissent du travail",
        )
    ]


def test_all_that_is_wrong_comes_at_once() -> None:
    entry = Entry(
        kind=Kind.WORK,
        dispositif="gare",
        start=datetime(2026, 10, 6, 9),  # noqa: DTZ001 - that it has no zone is the point
        end=at("2027-01-01T00:00+01:00"),
    )
    assert [one.field for one in wrong(entry)] == ["start", "dispositif"]
