from dataclasses import replace
from datetime import datetime

import pytest

from api.hours.entry import Entry
from api.hours.worked import Kind
from api.month.errors import Wrong
from scheduler.domain.duty import Break, DutyKind
from tests.api.asking.entering import ok, unplanned, worked, wrong
from tests.api.asking.made import DAY, STANDBY, at, done, known


def test_a_shift_is_one_s_own() -> None:
    for uid in ("brice.jour-2026-10-07", "inconnu"):
        assert wrong(Entry(kind=Kind.AS_PLANNED, uid=uid)) == [
            Wrong(
                field="uid",
                received=uid,
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
    done = ok(
        unplanned(
            "2026-10-07T09:00+02:00",
            "2026-10-07T12:00+02:00",
            dispositif="",
            slot="jour-2026-10-07",
        )
    )
    assert (done.uid, done.duty.id, done.duty.site, done.duty.agency) == (
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
        Wrong(field="slot", received=DAY.id, expected="un créneau d’astreinte")
    ]
    assert wrong(replace(call, kind=Kind.WORK)) == [
        Wrong(field="slot", received=STANDBY.id, expected="un créneau qui n’est pas d’astreinte")
    ]
    assert wrong(replace(call, slot="rien")) == [
        Wrong(field="slot", received="rien", expected="l’identifiant d’un créneau publié")
    ]
    assert wrong(replace(call, uid="ada.astreinte-2026-10-10", slot="")) == [
        Wrong(
            field="uid",
            received="ada.astreinte-2026-10-10",
            expected="aucun : une intervention s’ajoute à l’astreinte, nommée dans « slot »",
        )
    ]


def test_work_is_for_a_dispositif() -> None:
    text = "l’identifiant d’un dispositif, ou d’un créneau publié dans « slot »"
    entry = unplanned("2026-10-08T09:00+02:00", "2026-10-08T10:00+02:00", dispositif="gare")
    assert wrong(entry) == [Wrong(field="dispositif", received="gare", expected=text)]
    both = worked("2026-10-06T09:00+02:00", "2026-10-06T17:00+02:00", dispositif="parc")
    assert wrong(both) == [
        Wrong(
            field="dispositif",
            received="parc",
            expected="rien : le service publié dit déjà lequel",
        )
    ]


def test_nobody_is_in_two_places() -> None:
    entry = unplanned("2026-10-06T16:00+02:00", "2026-10-06T18:00+02:00")
    assert wrong(entry) == [
        Wrong(
            field="start",
            received="mardi 6 octobre 2026 de 16:00 à 18:00",
            expected="des heures qui n’en chevauchent pas d’autres "
            "(mardi 6 octobre 2026 de 09:00 à 16:30)",
        )
    ]
    assert ok(unplanned("2026-10-06T16:30+02:00", "2026-10-06T18:00+02:00")).duty.work == 90
    # Once the day was said to have ended sooner, the hours are free.
    sooner = done(Kind.WORK, "2026-10-06T09:00+02:00", "2026-10-06T16:00+02:00", of=DAY)
    assert ok(entry, known(sooner)).duty.work == 120


def test_a_time_that_comes_twice_is_told_by_its_season() -> None:
    entry = unplanned("2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00")

    (fault,) = wrong(entry)

    assert fault.received == (
        "dimanche 25 octobre 2026 de 02:30 (heure d’été) à 02:30 (heure d’hiver)"
    )


def test_a_shift_can_t_be_as_published_where_something_else_was_worked() -> None:
    away = done(Kind.ABSENT, "2026-10-06T09:00+02:00", "2026-10-06T16:30+02:00", of=DAY)
    other = done(Kind.WORK, "2026-10-06T10:00+02:00", "2026-10-06T11:00+02:00", root="b" * 32)
    entry = Entry(kind=Kind.AS_PLANNED, uid="ada.jour-2026-10-06")

    assert [fault.field for fault in wrong(entry, known(away, other))] == ["start"]
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
            received=f"{sum(b.minutes for b in breaks)} min",
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
    assert [fault.field for fault in wrong(entry)] == ["start", "dispositif"]
