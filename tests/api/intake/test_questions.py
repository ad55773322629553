from datetime import date
from pathlib import Path

import pytest

from api.data.errors import BadFilesError, CodeQuestion, MonthQuestion, Question
from api.intake.foreign_file import read_foreign
from api.intake.reading import ReadCode, Reading
from api.intake.table.legend import Legend
from api.intake.table.rows import meaning_of
from api.intake.text.words import HEALTH_DOUBTS
from scheduler.domain.people import AbsenceKind
from tests.api.intake.files import JUNE, WEEK, csv_file, grid, refusals


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


def test_a_name_that_is_no_name_by_its_length_is_refused_and_quoted_in_short(
    tmp_path: Path,
) -> None:
    good, bad = "A" * 120, "B" * 121
    path = csv_file(
        tmp_path, f"Nom;Date;Début;Fin\n{good};01/06/2026;8h;12h\n{bad};01/06/2026;8h;12h"
    )

    reading = read_foreign(path)

    assert reading.people == (good,)
    assert [error.expected for error in reading.refused] == ["un nom de 120 caractères au plus"]
    assert len(reading.refused[0].received) == 80


def test_titles_that_arent_read_are_quoted_in_short_and_counted(tmp_path: Path) -> None:
    titles = ";".join(f"{n} {'t' * 500}" for n in range(50))
    path = csv_file(tmp_path, f"Nom;Date;Début;Fin;{titles}\nAda;01/06/2026;8h;12h")

    [note] = [note for note in read_foreign(path).notes if note.startswith("colonnes non lues")]

    assert note.endswith("et 10\u00a0autres (juin.csv, ligne 1)")
    assert len(note) < 40 * 90


def test_remarks_beyond_two_hundred_are_only_counted(tmp_path: Path) -> None:
    rows = "".join(f"\nAda {n};01/06/2026;8h;12h;{n} {'c' * 500}" for n in range(300))
    path = csv_file(tmp_path, f"Nom;Date;Début;Fin;Contrat{rows}")

    notes = read_foreign(path).notes

    assert len(notes) == 201
    assert max(map(len, notes)) < 400
    assert notes[-1] == "autres remarques, non détaillées (101 fois)"
