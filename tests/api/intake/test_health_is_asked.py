"""Nobody is ill by a guess: a code that may be a reason of health is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.data.errors import CodeQuestion
from api.intake.foreign_file import read_foreign
from api.intake.table.legend.codes import Legend
from api.intake.table.rows import meaning_of
from api.intake.text.words import HEALTH_DOUBTS
from scheduler.domain.people import AbsenceKind
from tests.api.intake.files import csv_file, grid, refusals

if TYPE_CHECKING:
    from pathlib import Path

HEALTH = {AbsenceKind.SICK, AbsenceKind.WORK_ACCIDENT, AbsenceKind.PARENTAL}


def test_a_letter_m_in_forty_four_cells_is_one_question_and_no_illness(tmp_path: Path) -> None:
    head = ";".join(str(day) for day in range(1, 23))
    mornings = ";".join(["M"] * 22)

    reading = read_foreign(grid(tmp_path, f"Ada;{mornings}", f"Bob;{mornings}", head=head))

    assert reading.aways == ()
    [error] = reading.refused
    assert (error.received, error.entries) == ("M", 44)
    assert error.expected.startswith("ce que vaut ce code (M : 44 cases – matin, ou maladie ?)")
    assert error.questions == (CodeQuestion(code="M", cells=44, doubt="matin, ou maladie ?"),)


@pytest.mark.parametrize("code", [*HEALTH_DOUBTS, "Arrêt", "A.T.", "MAL."])
def test_such_a_code_is_asked_about_in_a_grid_and_in_a_list(tmp_path: Path, code: str) -> None:
    for path in (
        grid(tmp_path, f"Ada;{code};8h-12h"),
        csv_file(tmp_path, f"Nom;Date;Code\nAda;01/06/2026;{code}", "liste.csv"),
    ):
        reading = read_foreign(path)

        assert reading.aways == ()
        [message] = refusals(reading)
        assert "attendu : ce que vaut ce code : " in message
        assert message.endswith("ou autre chose ? Dites-le dans une légende (--legende)") or (
            "ou ma" in message or "ou arrêt maladie" in message
        )


def test_no_code_but_a_whole_word_means_a_reason_of_health() -> None:
    for code in ("m", "am", "at", "mal", "arr", "mat", "pat", "ss", "c", "i", "p", "a"):
        meaning = meaning_of(code, Legend())
        assert meaning is None or meaning.absence not in HEALTH, code
    for word, kind in (
        ("maladie", AbsenceKind.SICK),
        ("Arrêt maladie", AbsenceKind.SICK),
        ("accident du travail", AbsenceKind.WORK_ACCIDENT),
        ("congé maternité", AbsenceKind.PARENTAL),
    ):
        meaning = meaning_of(word, Legend())
        assert meaning is not None
        assert meaning.absence is kind


def test_a_legend_says_that_it_is_one_or_that_it_is_a_morning(tmp_path: Path) -> None:
    path = grid(tmp_path, "Ada;M;AM;A", "M : Matin 8h-12h;", "AM : arrêt maladie;", "A : arrêt;")

    reading = read_foreign(path)

    assert refusals(reading) == []
    assert [shift.duty.span.minutes for shift in reading.shifts] == [240]
    assert [away.absence.kind for away in reading.aways] == [AbsenceKind.SICK]


def test_hours_beside_such_a_code_are_no_illness_of_an_hour(tmp_path: Path) -> None:
    reading = read_foreign(grid(tmp_path, "Ada;M 8h-12h;M 8h-12h"))

    assert (reading.shifts, reading.aways) == ((), ())
    assert reading.refused[0].questions == (CodeQuestion(code="M 8h-12h", cells=2),)
