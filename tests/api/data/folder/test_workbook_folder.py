from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.data.association import Acknowledgement
from api.data.errors import BadFilesError
from api.data.folder.load import acknowledge, load
from tests.api.data.folder.folders import faults, remarks, small, with_files
from tests.api.data.folder.workbooks import PETIT, Rows, ods, petit_sheets, rows_of, xlsx

WRITERS = pytest.mark.parametrize(("suffix", "write"), [(".xlsx", xlsx), (".ods", ods)])


def in_place(folder: Path, kind: str, rows: Rows) -> Path:
    """Give a kind of rows as a workbook, in place of its CSV file."""
    (folder / f"{kind}.csv").unlink(missing_ok=True)
    xlsx(folder / f"{kind}.xlsx", {"Feuil1": rows})
    return folder


def changed(kind: str, row: int, column: str, value: Any) -> Rows:
    """Return a file's rows with one cell changed; rows are counted as a spreadsheet does."""
    rows = rows_of(PETIT / f"{kind}.csv")
    rows[row - 1][rows[0].index(column)] = value
    return rows


@WRITERS
def test_a_folder_of_workbooks_is_the_same_association(
    tmp_path: Path, suffix: str, write: Callable[..., Path]
) -> None:
    folder = small(tmp_path)
    for kind, rows in petit_sheets().items():
        (folder / f"{kind}.csv").unlink()
        write(folder / f"{kind}{suffix}", {"Feuil1": rows})
    assert (load(folder), remarks(folder)) == (load(PETIT), ())


@WRITERS
def test_a_workbook_of_the_whole_association_is_the_same(
    tmp_path: Path, suffix: str, write: Callable[..., Path]
) -> None:
    path = write(tmp_path / f"nantes{suffix}", petit_sheets())
    assert (load(path), remarks(path)) == (load(PETIT), ())


def test_a_whole_workbook_stands_in_a_folder_beside_files(tmp_path: Path) -> None:
    sheets = petit_sheets()
    folder = tmp_path / "petit"
    folder.mkdir()
    (folder / "absences.csv").write_bytes((PETIT / "absences.csv").read_bytes())
    sheets["Absences"] = sheets.pop("absences")[:1]
    xlsx(folder / "Association.xlsx", sheets)
    assert load(folder) == load(PETIT)


def test_a_kind_as_csv_and_as_workbook_is_refused_with_both_names(tmp_path: Path) -> None:
    folder = small(tmp_path)
    xlsx(folder / "personnes.xlsx", {"personnes": rows_of(PETIT / "personnes.csv")})
    with pytest.raises(BadFilesError) as caught:
        load(folder)
    assert str(caught.value).splitlines()[1:] == [
        (
            "  personnes : reçu « personnes.csv et personnes.xlsx », attendu : "
            "un seul d’entre eux : gardez celui qui est à jour, retirez l’autre"
        ),
        "  13\u00a0renvois à personnes.csv : à contrôler quand il sera lu en entier",
    ]


def test_a_kind_in_a_file_and_in_the_whole_workbook_is_refused(tmp_path: Path) -> None:
    folder = small(tmp_path)
    xlsx(folder / "association.xlsx", {"absences": rows_of(PETIT / "absences.csv")})
    assert [message.partition(", attendu")[0] for message in faults(folder)] == [
        "absences : reçu « absences.csv et association.xlsx, « absences » »"
    ]


def test_a_fault_in_a_workbook_names_sheet_row_and_column(tmp_path: Path) -> None:
    folder = in_place(small(tmp_path), "personnes", changed("personnes", 3, "role", "chef"))
    assert faults(folder) == [
        (
            "personnes.xlsx, feuille « Feuil1 », ligne 3, colonne C « role » : reçu « chef », "
            "attendu : l’un de : mediateur, referent, responsable"
        )
    ]


def test_a_reference_names_the_sheet_where_it_should_stand(tmp_path: Path) -> None:
    sheets = petit_sheets()
    sheets["absences"][1][0] = "adda"
    assert faults(xlsx(tmp_path / "nantes.xlsx", sheets)) == [
        (
            "nantes.xlsx, feuille « absences », ligne 2, colonne A « personne » : reçu « adda », "
            "attendu : un identifiant de personne qui figure dans la feuille « personnes » "
            "(vouliez-vous dire « ada » ?)"
        )
    ]


def test_a_sheet_that_must_be_filled_is_named(tmp_path: Path) -> None:
    sheets = petit_sheets()
    del sheets["besoins"][1:]
    (message, *others) = faults(xlsx(tmp_path / "nantes.xlsx", sheets))
    assert message == (
        "nantes.xlsx, feuille « besoins » : reçu « aucune ligne », attendu : au moins une ligne"
    )
    assert others == []


@pytest.mark.parametrize(
    ("kind", "column", "value", "expected"),
    [
        ("personnes", "dispositifs", 1.2, "reçu « 1,2 », attendu : un texte (donnez"),
        ("sites", "id", date(2026, 3, 12), "reçu « 12/03/2026 », attendu : un texte (donnez"),
        ("gabarits", "debut", 17.3, "reçu « 17,3 », attendu : une heure sans ambiguïté : 17:30"),
        (
            "contrats",
            "debut",
            "=1/0",
            "reçu « formule sans valeur », attendu : une valeur",
        ),
        ("contrats", "heures_semaine", "=#REF!", "attendu : une valeur (formule jamais calculée"),
    ],
)
def test_what_the_workbook_has_changed_is_refused(
    tmp_path: Path, kind: str, column: str, value: Any, expected: str
) -> None:
    folder = in_place(small(tmp_path), kind, changed(kind, 2, column, value))
    with pytest.raises(BadFilesError) as caught:
        load(folder)
    first = caught.value.errors[0].message
    assert first.startswith(f"{kind}.xlsx, feuille « Feuil1 », ligne 2, colonne ")
    assert expected in first


def test_hours_of_a_workbook_are_numbers_or_durations(tmp_path: Path) -> None:
    folder = in_place(small(tmp_path), "contrats", changed("contrats", 2, "heures_semaine", 35.5))
    assert load(folder).mediator_of["ada"].contracts[0].weekly_minutes == 35 * 60 + 30


def test_a_value_beside_the_columns_is_refused(tmp_path: Path) -> None:
    rows = rows_of(PETIT / "absences.csv")
    rows[1] += [None, "à revoir"]
    folder = in_place(small(tmp_path), "absences", rows)
    assert faults(folder) == [
        (
            "absences.xlsx, feuille « Feuil1 », ligne 2 : reçu « F : à revoir », "
            "attendu : rien hors des colonnes qui ont un en-tête"
        )
    ]


def test_sheets_of_no_kind_are_said_and_names_mistyped_refused(tmp_path: Path) -> None:
    sheets = {**petit_sheets(), "Brouillon": [["à faire"]], "Mode d’emploi": [["Lisez"]]}
    assert remarks(xlsx(tmp_path / "nantes.xlsx", sheets)) == (
        "nantes.xlsx, feuille « Brouillon » : n’est pas d’une association, et n’est pas lu",
    )
    sheets["absence"] = sheets.pop("absences")
    assert faults(xlsx(tmp_path / "nantes.xlsx", sheets)) == [
        (
            "nantes.xlsx, feuille « absence » : reçu « absence », attendu : un nom du format "
            "(vouliez-vous dire « absences » ?)"
        )
    ]


def test_workbooks_of_no_kind_in_a_folder_are_said(tmp_path: Path) -> None:
    folder = small(tmp_path)
    xlsx(folder / "budget.xlsx", {"2026": [["euros"]]})
    assert remarks(folder) == ("budget.xlsx : n’est pas d’une association, et n’est pas lu",)


def test_two_filled_sheets_for_one_kind_are_refused_unless_one_bears_its_name(
    tmp_path: Path,
) -> None:
    folder = small(tmp_path)
    (folder / "absences.csv").unlink()
    rows = rows_of(PETIT / "absences.csv")
    xlsx(folder / "absences.xlsx", {"2026": rows, "2027": rows})
    assert faults(folder) == [
        (
            "absences.xlsx : reçu « 2026, 2027 », attendu : une seule feuille, ou une feuille "
            "« absences »"
        )
    ]
    xlsx(folder / "absences.xlsx", {"Absences": rows, "2027": rows})
    assert load(folder) == load(PETIT)
    assert remarks(folder) == ("absences.xlsx, feuille « 2027 » : n’est pas lue",)


def test_a_workbook_that_is_none_is_refused_once(tmp_path: Path) -> None:
    path = tmp_path / "nantes.xlsx"
    path.write_bytes(b"SQLite format 3")
    assert faults(path) == [
        (
            "nantes.xlsx : reçu « une base de données », attendu : un classeur (.xlsx, .ods, "
            ".xls), un fichier CSV ou un calendrier iCal (.ics)"
        )
    ]


def test_an_acknowledgement_is_written_beside_a_whole_workbook(tmp_path: Path) -> None:
    acknowledgement = Acknowledgement(code="a-1", ground="Usage", by="Nora", day=date(2026, 3, 20))
    sheets = petit_sheets()
    xlsx(tmp_path / "association.xlsx", sheets)
    assert acknowledge(tmp_path, acknowledgement) == tmp_path / "acquittements.csv"
    assert load(tmp_path).acknowledgements == (acknowledgement,)


def test_an_acknowledgement_is_not_written_beside_those_of_a_workbook(tmp_path: Path) -> None:
    acknowledgement = Acknowledgement(code="a-2", ground="Usage", by="Nora", day=date(2026, 3, 20))
    folder = small(tmp_path)
    header: Rows = [
        ["constat", "fondement", "par", "le"],
        ["a-1", "Usage", "Léo", date(2026, 1, 5)],
    ]
    xlsx(folder / "acquittements.xlsx", {"Feuil1": header})
    with pytest.raises(BadFilesError, match="le seul que rota complète"):
        acknowledge(folder, acknowledgement)
    assert not (folder / "acquittements.csv").exists()


ONE = Acknowledgement(
    code="cse_consultation-0a1b2c3d4e",
    ground="Avis du 12/12/2025 ; tenu à l’agence",
    by="Nora Villeneuve",
    day=date(2026, 3, 20),
    month=date(2026, 3, 1),
)
OTHER = Acknowledgement(
    code="public_holidays-9f8e7d6c5b", ground="Usage", by="Léo", day=date(2026, 3, 21)
)


def test_what_is_added_is_read_again(tmp_path: Path) -> None:
    folder = small(tmp_path)

    assert acknowledge(folder, ONE) == folder / "acquittements.csv"
    assert acknowledge(folder, OTHER) == folder / "acquittements.csv"
    assert load(folder).acknowledgements == (ONE, OTHER)


def test_what_people_typed_stays(tmp_path: Path) -> None:
    text = "le;par;fondement;constat|20/03/2026;Nora;Usage;sunday_rest-0123456789"
    folder = with_files(tmp_path, acquittements=text)
    acknowledge(folder, ONE)

    first, second = load(folder).acknowledgements
    assert (first.code, first.by, first.month) == ("sunday_rest-0123456789", "Nora", None)
    assert second == ONE


def test_a_finding_is_acknowledged_once(tmp_path: Path) -> None:
    folder = small(tmp_path)
    acknowledge(folder, ONE)
    before = (folder / "acquittements.csv").read_bytes()

    assert acknowledge(folder, ONE) is None
    assert (folder / "acquittements.csv").read_bytes() == before


def test_a_file_that_cannot_be_read_is_not_written_over(tmp_path: Path) -> None:
    folder = with_files(tmp_path, acquittements="constat;fondement;par;le|x;Usage;Nora;hier")
    before = (folder / "acquittements.csv").read_bytes()

    with pytest.raises(BadFilesError, match="ligne 2, colonne « le » : reçu « hier »"):
        acknowledge(folder, ONE)
    assert (folder / "acquittements.csv").read_bytes() == before


def test_a_write_that_fails_on_the_way_leaves_the_old_file_and_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small(tmp_path)
    acknowledge(folder, ONE)
    before = (folder / "acquittements.csv").read_bytes()
    names = sorted(p.name for p in folder.iterdir())

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        acknowledge(folder, OTHER)
    assert (folder / "acquittements.csv").read_bytes() == before
    assert sorted(p.name for p in folder.iterdir()) == names


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a-1;Usage;Nora;20/03/2026;mars", "colonne « mois » : reçu « mars »"),
        ("a-1;;Nora;20/03/2026;", "colonne « fondement » : reçu rien"),
        ("a-1;Usage;;20/03/2026;", "colonne « par » : reçu rien"),
        (";Usage;Nora;20/03/2026;", "colonne « constat » : reçu rien"),
    ],
)
def test_a_wrong_line_is_refused(tmp_path: Path, line: str, expected: str) -> None:
    (message,) = faults(with_files(tmp_path, acquittements=f"constat;fondement;par;le;mois|{line}"))
    assert f"acquittements.csv, ligne 2, {expected}" in message


def test_a_finding_typed_twice_is_refused(tmp_path: Path) -> None:
    text = "constat;fondement;par;le|a-1;Usage;Nora;20/03/2026|a-1;Accord;Léo;21/03/2026"
    assert faults(with_files(tmp_path, acquittements=text)) == [
        (
            "acquittements.csv, ligne 3, colonne « constat » : reçu « a-1 », "
            "attendu : constat une seule fois (déjà ligne 2)"
        )
    ]


def test_commands_that_add_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    folder = small(tmp_path)
    many = [replace(ONE, code=f"sunday_rest-{number:010d}") for number in range(12)]

    with ThreadPoolExecutor(max_workers=6) as pool:
        list(pool.map(lambda acknowledgement: acknowledge(folder, acknowledgement), many))

    assert {a.code for a in load(folder).acknowledgements} == {a.code for a in many}
