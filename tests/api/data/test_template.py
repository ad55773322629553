"""The workbook of a whole association to fill in: what it offers, and what becomes of it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from api.data.errors import BadFilesError
from api.data.folder.load import load, load_with_rows
from api.data.folder.sheet_rows import SHEET as EXAMPLES_SHEET
from api.data.rows.kinds import KINDS
from api.data.template import HELP_SHEET, write_template
from tests.api.commands import framed, rota
from tests.api.data.folder.workbooks import PETIT, petit_sheets

pytestmark = pytest.mark.long

CENTURY = "année à deux chiffres, de 00 à 59 : 2000, de 60 à 99 : 1900"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_template(tmp_path / "association.xlsx")
    return tmp_path / "association.xlsx"


def fill(path: Path, *, over: bool) -> None:
    """Type the small instance into the template, under its examples or over them."""
    book = load_workbook(path)
    if over:
        for kind in KINDS.values():
            book[kind.name].delete_rows(2, book[kind.name].max_row)
    for name, (header, *rows) in petit_sheets().items():
        sheet = book[name]
        places = {cell.value: cell.column for cell in sheet[1]}
        first = sheet.max_row + 1
        for number, row in enumerate(rows, first):
            for title, value in zip(header, row, strict=True):
                if value is not None:
                    sheet.cell(number, places[title], value)
    book.save(path)


def choices(book: Workbook, sheet: str, column: str) -> str | None:
    """Return what the cells of a column are chosen from."""
    letter = next(cell.column_letter for cell in book[sheet][1] if cell.value == column)
    for rule in book[sheet].data_validations.dataValidation:
        if f"{letter}2" in rule.sqref:
            return str(rule.formula1)
    return None


def test_each_kind_has_its_sheet_and_each_column_its_header(path: Path) -> None:
    book = load_workbook(path)
    assert book.sheetnames == [HELP_SHEET, *(s.name for s in KINDS.values()), EXAMPLES_SHEET]
    for kind in KINDS.values():
        titles = tuple(cell.value for cell in book[kind.name][1])
        assert titles == (*kind.headers, "exemple")


def test_each_header_says_what_is_expected(path: Path) -> None:
    book = load_workbook(path)
    for kind in KINDS.values():
        known = kind.by_header
        for cell in book[kind.name][1][:-1]:
            needed = "Obligatoire" if known[cell.value].needed else "Facultatif"
            assert f".\n{needed}." in cell.comment.text
            for word in ("null", "true", "en minutes." if cell.value != "minutes" else "null"):
                assert word not in cell.comment.text


def test_what_is_said_of_a_column_comes_from_its_declaration(path: Path) -> None:
    book = load_workbook(path)
    said = {
        (sheet, cell.value): cell.comment.text
        for sheet in ("personnes", "contrats", "absences", "besoins")
        for cell in book[sheet][1]
    }
    assert said["personnes", "role"] == (
        "Rôle.\nObligatoire. Attendu : l’un de : mediateur, referent, responsable."
    )
    assert said["personnes", "dispositifs"] == (
        "Dispositifs où la personne peut travailler.\nFacultatif. "
        "Attendu : des identifiants séparés par des virgules de la feuille « dispositifs »."
    )
    assert said["contrats", "heures_semaine"] == (
        "Durée hebdomadaire (vide : contrat en jours).\nFacultatif. "
        "Attendu : des heures comme 35, 37,5 ou 35h30."
    )
    assert said["absences", "personne"] == (
        "Personne.\nObligatoire. Attendu : un identifiant de la feuille « personnes »."
    )
    assert said["besoins", "roles"] == (
        "Rôles admis.\nObligatoire. Attendu : un ou plusieurs, séparés par des virgules : "
        "mediateur, referent, responsable."
    )


@pytest.mark.parametrize(
    ("sheet", "column", "expected"),
    [
        ("personnes", "role", '"mediateur,referent,responsable"'),
        ("personnes", "permis", '"oui,non"'),
        ("contrats", "type", '"CDI,CDD,apprentissage,interim"'),
        ("souhaits", "souhait", '"travailler,repos"'),
        ("accords", "niveau", '"branche,entreprise,autorisation"'),
        ("absences", "personne", "'personnes'!$A$2:$A$2001"),
        ("gabarits", "site", "'sites'!$A$2:$A$2001"),
        ("personnes", "nom", None),
        ("personnes", "dispositifs", None),
    ],
)
def test_cells_are_chosen_from_lists(
    path: Path, sheet: str, column: str, expected: str | None
) -> None:
    assert choices(load_workbook(path), sheet, column) == expected


def test_examples_describe_nothing(path: Path) -> None:
    with pytest.raises(BadFilesError) as caught:
        load(path)
    required = sorted(kind.name for kind in KINDS.values() if kind.required)
    assert [(fault.sheet, fault.received) for fault in caught.value.errors] == [
        (name, "aucune ligne") for name in required
    ]
    assert "lignes d’exemple du modèle, laissées de côté" in str(caught.value)


def test_the_examples_are_together_an_association(path: Path) -> None:
    book = load_workbook(path)
    for kind in KINDS.values():
        book[kind.name].delete_cols(len(kind.headers) + 1)
    book.save(path)
    read = load_with_rows(path)
    assert read.remarks == ()
    assert {person.id for person in read.association.mediators} == {
        person.id for person in load(PETIT).mediators
    }
    assert all(read.tables.of(kind.model) for kind in KINDS.values())


def test_an_example_that_somebody_changed_is_asked_about_unless_it_is_made_theirs(
    path: Path,
) -> None:
    fill(path, over=False)
    book = load_workbook(path)
    book["vehicules"]["B2"] = 7
    book.save(path)
    with pytest.raises(BadFilesError) as caught:
        load(path)
    assert [fault.message for fault in caught.value.errors] == [
        (
            "association.xlsx, feuille « vehicules », ligne 2, colonne C « exemple » : "
            "reçu « oui », attendu : la ligne du modèle, telle quelle (si la ligne est à vous, "
            "videz cette case ; sinon, effacez la ligne)"
        )
    ]
    book["vehicules"]["C2"] = None
    book.save(path)
    assert load(path).vehicles == (("ville", 7),)


@pytest.mark.parametrize("over", [True, False])
def test_a_template_filled_in_is_the_association(path: Path, *, over: bool) -> None:
    fill(path, over=over)
    read = load_with_rows(path)
    assert read.association == load(PETIT)
    assert [remark.partition(" : ")[2] for remark in read.remarks] == (
        [] if over else ["lignes d’exemple du modèle, laissées de côté"]
    )


def test_a_template_filled_in_is_imported_as_the_folder_is(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(path, over=True)
    written = {}
    for name, source in (("classeur", path), ("dossier", PETIT)):
        monkeypatch.setenv("ROULEMENT_DATABASE_URL", f"sqlite:///{tmp_path / name}.db")
        done = rota("import", source)
        assert done.exit_code == 0, framed(done)
        assert done.stdout == (
            "Importé : 1\u00a0agence, 6\u00a0personnes, 2\u00a0gabarits, 0\u00a0mois publié.\n"
        )
        assert rota("export", "--base", tmp_path / name).exit_code == 0
        written[name] = {file.name: file.read_bytes() for file in (tmp_path / name).glob("*.csv")}
    assert written["classeur"] == written["dossier"]
    assert load(tmp_path / "classeur") == load(PETIT)


def test_what_a_user_types_as_excel_has_it_is_read_and_said(path: Path) -> None:
    fill(path, over=True)
    book = load_workbook(path)
    sheet = book["absences"]
    typed: list[Any] = ["ada", "6/4/26", "8-4-2026", "Congé"]
    for place, value in enumerate(typed, 1):
        sheet.cell(sheet.max_row + (place == 1), place, value)
    book["contrats"]["E2"] = "35 h"
    book.save(path)
    read = load_with_rows(path)
    (added,) = [
        absence
        for absence in read.association.absences
        if absence.mediator == "ada" and absence.span.day == date(2026, 4, 6)
    ]
    assert added.span.end.date() == date(2026, 4, 9)
    assert read.remarks[-1] == (
        "association.xlsx, feuille « absences », ligne 4, colonne B « debut » : "
        f"« 6/4/26 » est lu 06/04/2026 ({CENTURY})"
    )


def test_the_command_writes_it_and_never_over_another(tmp_path: Path) -> None:
    path = tmp_path / "association.xlsx"
    assert json.loads(rota("modele", path, "--json").stdout) == {
        "state": "ecrit",
        "files": [str(path)],
    }
    before = path.read_bytes()
    again, elsewhere = rota("modele", path), rota("modele", tmp_path / "association.csv")
    assert (again.exit_code, elsewhere.exit_code) == (2, 2)
    assert "un nom qui n’est pas pris" in framed(again)
    assert "un nom qui finit par .xlsx" in framed(elsewhere)
    assert path.read_bytes() == before


def test_two_templates_are_the_same_bytes(path: Path, tmp_path: Path) -> None:
    write_template(tmp_path / "autre.xlsx")
    assert (tmp_path / "autre.xlsx").read_bytes() == path.read_bytes()
