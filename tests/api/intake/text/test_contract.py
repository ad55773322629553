"""The column of contracts of a grid or of a list."""

from datetime import timedelta
from pathlib import Path

import pytest

from api.data.sheets.cells import Value
from api.intake.foreign_file import read_foreign
from api.intake.text.clock import NotReadError
from api.intake.text.contract import contract_of
from scheduler.domain.employment.contracts import ContractKind
from tests.api.intake.files import csv_file, grid


@pytest.mark.parametrize(
    ("value", "minutes"),
    [
        ("35h", 2100),
        ("28 h", 1680),
        ("28h30", 1710),
        ("28,5h", 1710),
        ("28.5 heures", 1710),
        ("80 %", 1680),
        ("TP 80%", 1680),
        (0.8, 1680),
        (28.0, 1680),
        (80.0, 1680),
        ("151,67", 2100),
        ("0,8 ETP", 1680),
        ("mi-temps", 1050),
        ("Temps plein", 2100),
        (timedelta(hours=35), 2100),
        ("48h", 2880),
        ("CDI", None),
    ],
)
def test_the_hours_of_a_contract_are_read(value: Value, minutes: int | None) -> None:
    assert contract_of(value)[0] == minutes


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("CDD 28h", ContractKind.CDD),
        ("cdi", ContractKind.CDI),
        ("Apprentie 35 h", ContractKind.APPRENTICESHIP),
        ("appr.", ContractKind.APPRENTICESHIP),
        ("intérim", ContractKind.TEMP),
        ("35h", None),
    ],
)
def test_the_kind_of_a_contract_is_read(text: str, kind: ContractKind | None) -> None:
    assert contract_of(text)[1] is kind


@pytest.mark.parametrize("text", ["oui", "49h", "0h", "-5", "-28h", "voir RH"])
def test_what_no_contract_has_is_not(text: str) -> None:
    with pytest.raises(NotReadError):
        contract_of(text)


def test_a_contract_that_cannot_be_read_is_told_and_its_shifts_are_kept(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "juin 2026;\nNom;Contrat;1;2;3;4;5\nAda;voir RH;8h-12h")

    reading = read_foreign(path)

    assert (len(reading.shifts), reading.contracts) == (1, ())
    assert (
        "contrat non lu : juin.csv, ligne 3, colonne B « Contrat » : reçu « voir RH », attendu : "
        "une durée comme 35h, 28h30 ou 80 %, un type (CDI, CDD, apprentissage…), ou les deux"
    ) in reading.notes


def test_of_two_contracts_of_a_person_the_first_stands_and_it_is_said(tmp_path: Path) -> None:
    rows = "Ada;01/06/2026;8h;12h;28h\nAda;02/06/2026;8h;12h;35h\nAda;03/06/2026;8h;12h;28 h"
    path = csv_file(tmp_path, f"Nom;Date;Début;Fin;Contrat\n{rows}")

    reading = read_foreign(path)

    assert [contract.minutes for contract in reading.contracts] == [1680]
    assert (
        "deux contrats pour Ada : « 28h » est retenu, pas « 35h » (juin.csv, ligne 3, colonne E "
        "« Contrat »)"
    ) in reading.notes


def test_a_grid_without_such_a_column_tells_no_contract(tmp_path: Path) -> None:
    assert read_foreign(grid(tmp_path, "Ada;8h-12h")).contracts == ()
