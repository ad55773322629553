"""What a refusal asks, so that an answer makes its cells readable."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from api.data.errors import BadFilesError, CodeQuestion, MonthQuestion, Question
from api.intake.foreign_file import read_foreign
from api.intake.reading import ReadCode
from tests.api.intake.files import JUNE, WEEK, csv_file, grid

if TYPE_CHECKING:
    from pathlib import Path

    from api.intake.reading import Reading


def questions(reading: Reading) -> set[Question]:
    return {question for error in reading.refused for question in error.questions}


def test_each_unknown_code_and_text_of_a_grid_is_a_question(tmp_path: Path) -> None:
    path = grid(tmp_path, "Ada;N;N;9;8h-12h;CFA;Z", "Bob;N;9;9;CP;R;8-10-12")

    assert questions(read_foreign(path)) == {
        CodeQuestion(code="N", cells=3),
        CodeQuestion(code="CFA", cells=1),
        CodeQuestion(code="Z", cells=1),
        CodeQuestion(code="9", cells=3),
        CodeQuestion(code="8-10-12", cells=1),
    }


def test_a_legend_answers_each_question(tmp_path: Path) -> None:
    legend = csv_file(
        tmp_path, "code;horaires\nN;21h-5h\n9;9h-17h\nZ;8h-9h\n8-10-12;8h-12h", "codes.csv"
    )
    path = grid(tmp_path, "Ada;N;9;Z;8-10-12")

    reading = read_foreign(path, legends=[legend])

    assert (len(reading.shifts), reading.refused) == (4, ())


def test_the_first_of_several_legends_counts(tmp_path: Path) -> None:
    first = csv_file(tmp_path, "code;horaires\nN;21h-5h", "premiere.csv")
    second = csv_file(tmp_path, "code;horaires\nN;20h-4h\nJ;8h-16h", "seconde.csv")

    reading = read_foreign(grid(tmp_path, "Ada;N;;J"), legends=[first, second])

    assert [f"{s.duty.span.start:%H:%M}" for s in reading.shifts] == ["21:00", "08:00"]


def test_what_no_legend_can_say_is_no_question(tmp_path: Path) -> None:
    listing = csv_file(tmp_path, "personne;date;début;fin\nAda;01/06/2026;25:00;8:00")

    assert questions(read_foreign(listing)) == set()


def test_a_grid_without_month_asks_for_it(tmp_path: Path) -> None:
    path = csv_file(tmp_path, f"planning;\nNom;{WEEK}\nAda;8h-12h", "equipe.csv")

    with pytest.raises(BadFilesError) as refused:
        read_foreign(path)

    [error] = refused.value.errors
    assert error.questions == (MonthQuestion(file="equipe.csv"),)
    assert read_foreign(path, month=JUNE).days == (date(2026, 6, 1), date(2026, 6, 7))


def test_each_code_is_told_with_what_was_understood(tmp_path: Path) -> None:
    legend = csv_file(tmp_path, "code;horaires\nJ;8h-16h", "codes.csv")
    path = grid(tmp_path, "Ada;J;J;RTT;8h-12h;R;j / CP", "Bob;RTT 8h-9h;congés")

    assert set(read_foreign(path, legends=[legend]).codes) == {
        ReadCode(code="J", meaning="08:00–16:00", cells=3, usual=False),
        ReadCode(code="RTT", meaning="récupération", cells=2, usual=True),
        ReadCode(code="R", meaning="repos", cells=1, usual=True),
        ReadCode(code="CP", meaning="congé", cells=1, usual=True),
        ReadCode(code="congés", meaning="congé", cells=1, usual=True),
    }


def test_the_codes_of_a_list_are_told_too(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path, "personne;date;code\nAda;01/06/2026;CP\nAda;02/06/2026;R\nAda;03/06/2026;N"
    )

    reading = read_foreign(path)

    assert [(code.code, code.meaning) for code in reading.codes] == [
        ("CP", "congé"),
        ("R", "repos"),
    ]
    assert questions(reading) == {CodeQuestion(code="N", cells=1)}
