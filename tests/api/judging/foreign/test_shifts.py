from dataclasses import replace
from datetime import timedelta

from api.intake.reading import EntryCounts
from api.judging.directory import Directory
from api.judging.foreign.people import Places, Roll
from api.judging.foreign.shifts import counted, gather
from scheduler.domain.duty import DutyKind
from tests.api.judging.samples import (
    ADA,
    BRICE,
    JUNE,
    PLACES,
    away,
    duty,
    mediator,
    reading,
    shift,
    span,
)

TUESDAY = JUNE + timedelta(days=1)


def roll() -> Roll:
    return Roll(directory=Directory((ADA, BRICE)), hired=JUNE)


def test_shifts_go_to_people_and_remember_their_rows() -> None:
    first, second = shift("ada", duty(JUNE), 2), shift("LEMOINE Ada", duty(TUESDAY), 3)

    made = gather([reading(first, second)], roll(), Places(PLACES))

    assert [(w.mediator, w.duty.span.day) for w in made.worked] == [("ada", JUNE), ("ada", TUESDAY)]
    assert [place.line for place in made.where.values()] == [2, 3]
    assert {w.duty.agency for w in made.worked} == {"nantes"}


def test_the_same_shift_in_two_files_is_used_once_and_set_aside_once() -> None:
    place = shift("ada", duty(JUNE), 2, "a.ics")
    same = shift("Ada Lemoine", duty(JUNE, ident="autre"), 7, "b.ics")
    readings = [reading(place), reading(same)]

    made = gather(readings, roll(), None)

    assert len(made.worked) == 1
    [aside] = made.aside
    assert str(aside.where) == "b.ics, feuille « Juin », ligne 7"
    assert aside.why == "déjà donné : a.ics, feuille « Juin », ligne 2"
    assert counted(readings, made) == EntryCounts(read=2, used=1, set_aside=1)


def test_two_people_at_the_same_hours_are_two_shifts() -> None:
    made = gather(
        [reading(shift("ada", duty(JUNE), 2), shift("brice", duty(JUNE), 3))], roll(), None
    )

    assert [w.mediator for w in made.worked] == ["ada", "brice"]
    assert made.aside == []


def test_a_shift_at_the_same_time_as_another_is_refused_with_both_places() -> None:
    place = shift("ada", duty(JUNE, "09:00-17:00"), 2)
    other = shift("ada", duty(JUNE, "16:59-20:00"), 5)
    readings = [reading(place, other)]

    made = gather(readings, roll(), None)

    assert [w.duty.id for w in made.worked] == ["01-09:00-17:00"]
    [error] = made.refused
    assert error.message == (
        "juin.xlsx, feuille « Juin », ligne 5 : reçu « 01/06/2026 16:59–20:00 », attendu : un "
        "service hors de 01/06/2026 09:00–17:00 (juin.xlsx, feuille « Juin », ligne 2)"
    )
    assert counted(readings, made) == EntryCounts(read=2, used=1, refused=1)


def test_a_shift_that_begins_as_another_ends_is_used() -> None:
    place = shift("ada", duty(JUNE, "09:00-17:00"), 2)
    other = shift("ada", duty(JUNE, "17:00-20:00"), 5)

    assert len(gather([reading(place, other)], roll(), None).worked) == 2


def test_training_and_standby_may_share_time_with_work() -> None:
    kinds = (DutyKind.WORK, DutyKind.TRAINING, DutyKind.STANDBY)
    shifts = [shift("ada", duty(JUNE, kind=kind), n) for n, kind in enumerate(kinds)]

    assert len(gather([reading(*shifts)], roll(), None).worked) == 3


def test_a_row_of_two_shifts_is_refused_whole() -> None:
    row = [shift("ada", duty(JUNE, hours), 5) for hours in ("08:00-10:00", "16:00-20:00")]
    readings = [reading(shift("ada", duty(JUNE), 2), *row)]

    made = gather(readings, roll(), None)

    assert len(made.worked) == 1
    assert counted(readings, made) == EntryCounts(read=2, used=1, refused=1)
    [error] = made.refused
    assert error.received == "01/06/2026 08:00–10:00 et 16:00–20:00"
    assert error.expected == (
        "des services hors de 01/06/2026 09:00–17:00 (juin.xlsx, feuille « Juin », ligne 2) "
        "; aucun des 2 services lus là n’est gardé"
    )


def test_a_cell_whose_shifts_clash_with_each_other_is_refused_whole_and_names_them() -> None:
    cell = [shift("ada", duty(JUNE, hours), 5) for hours in ("09:00-16:00", "14:00-19:00")]
    readings = [reading(*cell, shift("ada", duty(TUESDAY), 6))]

    gathered = gather(readings, roll(), None)

    assert [w.duty.span.day for w in gathered.worked] == [TUESDAY]
    [error] = gathered.refused
    assert error.message == (
        "juin.xlsx, feuille « Juin », ligne 5 : reçu « 01/06/2026 09:00–16:00 et 14:00–19:00 », "
        "attendu : des services qui ne se chevauchent pas ; aucun des 2 services lus là n’est gardé"
    )


def test_of_an_entry_of_many_shifts_only_what_clashes_is_quoted() -> None:
    days = [JUNE + timedelta(days=n) for n in range(3)]
    readings = [
        reading(
            shift("ada", duty(TUESDAY, "16:00-20:00"), 2),
            *(shift("ada", duty(day), 5) for day in days),
        )
    ]

    [error] = gather(readings, roll(), None).refused

    assert error.received == "02/06/2026 09:00–17:00"


def test_namesakes_are_refused_with_the_ids_to_choose_from() -> None:
    twins = Roll(directory=Directory((ADA, mediator("ada.2", "Ada Lemoine"))), hired=JUNE)
    readings = [reading(shift("Ada Lemoine", duty(JUNE), 4))]

    made = gather(readings, twins, None)

    [error] = made.refused
    assert error.message == (
        "juin.xlsx, feuille « Juin », ligne 4 : reçu « Ada Lemoine », attendu : l’une des "
        "personnes de ce nom, Ada Lemoine (ada, agence nantes, naissance en 1990) ou Ada Lemoine "
        "(ada.2, agence nantes, naissance en 1990) : dites-le dans un fichier « nom;personne » "
        "(--noms), avec la ligne « Ada Lemoine;ada », ou avec une colonne « identifiant » dans le "
        "planning"
    )
    assert counted(readings, made) == EntryCounts(read=1, refused=1)


def test_two_files_with_the_same_ids_keep_all_their_shifts_apart() -> None:
    place = shift("ada", duty(JUNE, ident="1"), 2, "a.csv")
    other = shift("ada", duty(TUESDAY, ident="1"), 2, "b.csv")

    made = gather([reading(place), reading(other)], roll(), None)

    assert [w.duty.id for w in made.worked] == ["1", "1~2"]


def test_absences_go_to_people() -> None:
    made = gather(
        [
            reading(
                shift("ada", duty(JUNE)),
                aways=(away("Kouassi Brice", span(JUNE, "00:00", "00:00")),),
            )
        ],
        roll(),
        None,
    )

    assert [a.mediator for a in made.absences] == ["brice"]
    assert set(made.named) == {"ada", "brice"}


def test_a_double_beside_something_else_in_one_row_is_no_loss() -> None:
    place = shift("ada", duty(JUNE), 2, "a.csv")
    row = [
        replace(shift("ada", duty(JUNE), 9, "b.csv")),
        shift("ada", duty(TUESDAY), 9, "b.csv"),
    ]
    readings = [reading(place), reading(*row)]

    made = gather(readings, roll(), None)

    assert len(made.worked) == 2
    assert counted(readings, made) == EntryCounts(read=2, used=2)
