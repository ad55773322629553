from pathlib import Path

import pytest

from api.data.errors import BadFilesError
from api.intake.foreign_file import read_foreign, read_legend
from api.intake.table.legend import Legend, Meaning, labelled
from scheduler.domain.duty import DutyKind
from scheduler.domain.people import AbsenceKind
from tests.api.intake.files import Cell, aways, csv_file, grid, refusals, shifts, workbook

HEADER = "code;debut;fin;pause;debut_pause;type;site;dispositif;agence"


def legend(folder: Path, *rows: str, header: str = HEADER) -> Path:
    """Write a legend."""
    return csv_file(folder, "\n".join([header, *rows]), "legende.csv")


def test_a_code_stands_for_hours_with_their_break_and_place(tmp_path: Path) -> None:
    path = grid(tmp_path, "Ada;N;n;J;;;;")
    codes = legend(tmp_path, "N;21:30;06:00;30;01:30;travail;Parc;Nuit;Nantes", "J;8h;12h;;;;;;")

    reading = read_foreign(path, legends=[codes])

    assert shifts(reading) == [
        ("Ada", "01/06 21:30", "02/06 06:00"),
        ("Ada", "02/06 21:30", "03/06 06:00"),
        ("Ada", "03/06 08:00", "03/06 12:00"),
    ]
    duty = reading.shifts[0].duty
    assert (duty.work, duty.site, duty.dispositif, duty.agency) == (480, "Parc", "Nuit", "Nantes")
    assert [s.duty.breaks_known for s in reading.shifts] == [True, True, True]


def test_a_legend_without_a_column_of_breaks_leaves_them_unknown(tmp_path: Path) -> None:
    codes = legend(tmp_path, "J;8h-16h", header="code;horaires")

    (shift,) = read_foreign(grid(tmp_path, "Ada;J"), legends=[codes]).shifts

    assert not shift.duty.breaks_known


def test_a_code_stands_for_a_reason_a_rest_or_a_kind(tmp_path: Path) -> None:
    codes = legend(
        tmp_path,
        "V;;;;;congé;;;",
        "O;;;;;repos;;;",
        "E;09:00;17:00;60;12:00;formation;;;",
        "A;18:00;08:00;;;astreinte;;;",
    )

    reading = read_foreign(grid(tmp_path, "Ada;V;O;E;A"), legends=[codes])

    assert aways(reading) == [("Ada", "01/06 00:00", "02/06 00:00", "conge")]
    assert [a.why for a in reading.aside] == ["repos"]
    assert [s.duty.kind for s in reading.shifts] == [DutyKind.TRAINING, DutyKind.STANDBY]


def test_a_legend_wins_over_the_usual_meaning_and_then_it_is_not_told(tmp_path: Path) -> None:
    path = grid(tmp_path, "Ada;CA;CFA")
    codes = legend(tmp_path, "CA;6h;13h;;;;;;", "CFA;9h;17h;60;;formation;;;")

    usual, explained = read_foreign(path), read_foreign(path, legends=[codes])

    assert aways(usual) == [("Ada", "01/06 00:00", "02/06 00:00", "conge")]
    assert [s[1] for s in shifts(explained)] == ["01/06 06:00", "02/06 09:00"]
    assert explained.notes == ()


def test_a_code_of_a_place_takes_the_hours_of_its_cell(tmp_path: Path) -> None:
    codes = legend(tmp_path, "BEL;;;;;travail;Bellevue;;")

    path = grid(tmp_path, "Ada;BEL 8h-12h / 13h-17h;14h-18h BEL;BEL")
    reading = read_foreign(path, legends=[codes])

    assert [(s.duty.site, s.duty.span.day.day) for s in reading.shifts] == [
        *(("Bellevue", 1), ("Bellevue", 1), ("Bellevue", 2))
    ]
    assert refusals(reading)[0].endswith("le code seul ne dit pas quand")


def test_codes_hold_in_a_list_too(tmp_path: Path) -> None:
    codes = legend(tmp_path, "N;21:30;06:00;30;01:30;;Parc;;")
    path = csv_file(tmp_path, "Nom;Date;Code\nAda;01/06/2026;N\nBob;01/06/2026;cp")

    reading = read_foreign(path, legends=[codes])

    assert [(s.person, s.duty.work, s.duty.site) for s in reading.shifts] == [("Ada", 480, "Parc")]
    assert [a[0] for a in aways(reading)] == ["Bob"]


def test_case_tells_codes_apart_where_the_legend_does(tmp_path: Path) -> None:
    codes = legend(tmp_path, "m;8h;12h;;;;;;", "M;6h;13h;;;;;;")

    assert [s[1] for s in shifts(read_foreign(grid(tmp_path, "Ada;M;m"), legends=[codes]))] == [
        *("01/06 06:00", "02/06 08:00")
    ]


def test_an_unknown_code_is_refused_with_those_that_are_known(tmp_path: Path) -> None:
    codes = legend(tmp_path, "N;21:30;06:00;;;;;;")

    (message,) = refusals(read_foreign(grid(tmp_path, "Ada;ZZ"), legends=[codes]))

    assert message.endswith("ou un code connu (N, CP, RTT, R, RH, F, CFA)")


def test_a_legend_that_cannot_be_read_is_refused_with_all_its_rows(tmp_path: Path) -> None:
    path = legend(
        tmp_path,
        "N;2l:30;06:00;;;;;;",
        ";8h;12h;;;;;;",
        "V;;;;;yoga;;;",
        "V;;;;;congé;;;",
        "X;;;;;;;;",
    )

    with pytest.raises(BadFilesError) as caught:
        read_legend(path)

    assert [(e.line, e.expected[:40]) for e in caught.value.errors] == [
        (2, "une heure comme 21:30, 21h30 ou 21,5"),
        (3, "un code"),
        (4, "des heures (debut et fin), un motif (con"),
        (5, "ce code une seule fois (déjà ligne 4)"),
        (6, "des heures (debut et fin), un motif (con"),
    ]


def test_a_legend_without_a_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFilesError, match="reçu « aucun code »"):
        read_legend(csv_file(tmp_path, "a;b\n1;2", "legende.csv"))


def test_a_sheet_of_the_workbook_may_be_its_legend(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["juin 2026"], ["Nom", *range(1, 8)], ["Ada", "N", "S", "V", "K"]]
    codes: list[list[Cell]] = [
        ["Code", "Signification"],
        ["N", "Nuit 21h30-6h"],
        ["S", "de 14h à 21h"],
        ["V", "congés"],
        ["K", "Kangoo"],
    ]

    reading = read_foreign(workbook(tmp_path, {"Juin": rows, "Légende": codes}))

    assert [s[1:] for s in shifts(reading)] == [
        ("01/06 21:30", "02/06 06:00"),
        ("02/06 14:00", "02/06 21:00"),
    ]
    assert [a[3] for a in aways(reading)] == ["conge"]
    assert [e.received for e in reading.refused] == ["K"]
    assert reading.notes[0].startswith(
        "légende non lue : juin.xlsx, feuille « Légende », ligne 5, colonne A « code » : reçu "
        "« K ; Kangoo », attendu : des heures"
    )


def test_a_legend_of_ones_own_wins_over_the_workbooks(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["juin 2026"], ["Nom", *range(1, 8)], ["Ada", "N"]]
    sheets: dict[str, list[list[Cell]]] = {
        "Juin": rows,
        "Légende": [["code", "horaires"], ["N", "20h-4h"]],
    }
    codes = legend(tmp_path, "N;21:30;06:00;;;;;;")

    assert [s[1] for s in shifts(read_foreign(workbook(tmp_path, sheets), legends=[codes]))] == [
        "01/06 21:30"
    ]


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("CP", Meaning(absence=AbsenceKind.LEAVE)),
        ("c.p.", Meaning(absence=AbsenceKind.LEAVE)),
        ("RTT", Meaning(absence=AbsenceKind.RECOVERY)),
        ("maladie", Meaning(absence=AbsenceKind.SICK)),
        ("Férié", Meaning(rest=True)),
        ("RH", Meaning(rest=True)),
        ("–", Meaning(rest=True)),
        ("CFA", Meaning(kind=DutyKind.TRAINING)),
        ("X", None),
        ("", None),
    ],
)
def test_the_usual_codes_are_known_without_a_legend(code: str, meaning: Meaning | None) -> None:
    assert Legend().meaning(code) == meaning


@pytest.mark.parametrize(
    ("label", "site"),
    [
        ("8h-16h, Mairie", "Mairie"),
        ("8h-16h (Gare du Nord)", "Gare du Nord"),
        ("8h-16h – Place du Marché", "Place du Marché"),
        ("Matin 8h-12h / 13h-17h à Saint-Roch", "Saint-Roch"),
        ("8h-16h", ""),
        ("8h-16h, matin", ""),
        ("8h-16h, sauf fériés", ""),
        ("8h-16h, lundi", ""),
        ("8h-16h (pause 30 min)", ""),
        ("8h-16h environ", ""),
        ("8h-16h à confirmer", ""),
        ("8h-16h (à valider)", ""),
        ("8h-16h au besoin", ""),
        ("8h-16h, heures sup", ""),
        ("8h-16h, au CCAS", "CCAS"),
        ("8h-16h à la Mairie", "Mairie"),
        ("8h-16h à l’Hôtel de Ville", "Hôtel de Ville"),
        ("8h-16h à La Roseraie", "La Roseraie"),
    ],
)
def test_the_place_that_follows_hours_is_kept_and_nothing_else(label: str, site: str) -> None:
    meaning = labelled(label)

    assert meaning.site == site
    assert f"{meaning.stretches[0].start}" == "08:00"
