"""What the documents of one's own payroll say, cell by cell."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from api.data.pay import Rounding, Rubric, RubricUnit
from api.export.formats import PayFormat
from api.export.payroll import own, programs
from api.export.payroll.pay import Pay, PersonPay, Stretch, difference

ADA = PersonPay(
    person="ada",
    number="0042",
    name="Ada Lemoine",
    agency="ville",
    contract="CDI",
    contract_minutes=2100,
    begins=date(2027, 1, 1),
    ends=date(2027, 1, 31),
    amounts={"heures_normales": 9100, "heures_sup_25": 50, "conges_jours": 3},
    weeks=(
        Stretch(
            first=date(2026, 12, 28),
            last=date(2027, 1, 3),
            amounts={"heures_normales": 2100},
            contract="apprentissage",
            contract_minutes=2040,
        ),
    ),
    corrections=(
        Stretch(
            first=date(2026, 12, 1), last=date(2026, 12, 31), amounts={"heures_normales": -420}
        ),
    ),
    reserves=("À confirmer.",),
)
RUBRICS = (
    Rubric(quantity="heures_normales", code="HN"),
    Rubric(quantity="heures_sup_25", code="HS25"),
    Rubric(quantity="conges_jours", code="CP", unit=RubricUnit.DAYS),
)
PAY = Pay(
    first=date(2027, 1, 1),
    last=date(2027, 1, 31),
    source="planning publié",
    people=(ADA,),
    rubrics=RUBRICS,
)


def table(pay: Pay) -> list[dict[str, str]]:
    text = own.document(pay, PayFormat.CSV).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_a_line_a_period_a_week_and_a_correction_each_with_its_days_and_source() -> None:
    period, week, correction = table(PAY)

    assert [row["ligne"] for row in (period, week, correction)] == [
        "période",
        "semaine",
        "correction",
    ]
    assert (week["du"], week["au"]) == ("28/12/2026", "03/01/2027")
    assert (correction["du"], correction["au"]) == ("01/12/2026", "31/12/2026")
    assert {row["source"] for row in (period, week, correction)} == {"planning publié"}
    assert period["heures_normales_minutes"] == "9100"
    assert correction["heures_normales_minutes"] == "-420"
    # Half days are days: three halves are a day and a half.
    assert period["conges_jours"] == "1,5"
    assert (period["matricule"], period["reserves"]) == ("0042", "À confirmer.")


def test_a_week_bears_its_own_contract_and_one_closed_without_it_that_of_the_period() -> None:
    former = replace(ADA.weeks[0], contract="", contract_minutes=None)
    before = replace(PAY, people=(replace(ADA, weeks=(former,)),))

    def contracts(pay: Pay) -> list[tuple[str, str]]:
        return [(row["contrat"], row["heures_contrat_minutes"]) for row in table(pay)]

    assert contracts(PAY) == [("CDI", "2100"), ("apprentissage", "2040"), ("CDI", "2100")]
    assert contracts(before) == [("CDI", "2100")] * 3


def test_what_a_closed_payroll_says_bears_its_day() -> None:
    row = table(replace(PAY, closed=date(2027, 2, 3)))[0]

    assert row["source"] == "planning publié, paie close le 03/02/2027"


def test_the_workbook_has_a_sheet_of_each_and_says_what_columns_mean() -> None:
    book = load_workbook(io.BytesIO(own.document(PAY, PayFormat.XLSX)))

    assert book.sheetnames == ["Période", "Semaines", "Corrections", "Colonnes"]
    heads = [cell.value for cell in book["Période"][1]]
    meanings = list(book["Colonnes"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in meanings] == heads
    assert all(row[1] for row in meanings)
    assert own.document(PAY, PayFormat.XLSX) == own.document(PAY, PayFormat.XLSX)


def test_a_name_that_looks_like_a_formula_stays_text() -> None:
    pay = replace(PAY, people=(replace(ADA, name="=1+1", number='=HYPERLINK("x")'),))

    assert table(pay)[0]["nom"] == "'=1+1"
    sheet = load_workbook(io.BytesIO(own.document(pay, PayFormat.XLSX)))["Période"]
    cells = {cell.value: cell.data_type for cell in sheet[2]}
    assert cells["=1+1"] == "s"
    assert "'=HYPERLINK" in programs.document(pay, PayFormat.SILAE).decode("cp1252")


@pytest.mark.parametrize("kind", [kind for kind in PayFormat if kind.program])
def test_a_preset_says_first_what_it_was_written_from_and_that_nobody_tried_it(
    kind: PayFormat,
) -> None:
    warned = programs.document(PAY, kind).decode("cp1252").splitlines()
    tried = programs.document(PAY, kind, tried=True).decode("cp1252").splitlines()

    assert "Écrit d’après" in warned[0]
    assert "essayez une fois" in warned[0]
    assert warned[1:] == tried
    # Three rubrics of the period, one of the correction.
    assert len(tried) == 1 + 4
    assert all("0042" in line for line in tried[1:])
    assert "Ada" not in "".join(warned)


def test_silae_reads_a_line_a_rubric_with_its_days() -> None:
    lines = programs.document(PAY, PayFormat.SILAE, tried=True).decode("cp1252").splitlines()

    assert lines == [
        "Matricule;Code;Valeur;Date début;Date fin",
        "0042;HN;151,67;01/01/2027;31/01/2027",
        "0042;HS25;0,83;01/01/2027;31/01/2027",
        "0042;CP;1,5;01/01/2027;31/01/2027",
        "0042;HN;-7,00;01/12/2026;31/12/2026",
    ]


@pytest.mark.parametrize(
    ("unit", "rounding", "minutes", "text"),
    [
        (RubricUnit.HOURS, Rounding.MINUTE, 20, "0,33"),
        (RubricUnit.HOURS, Rounding.QUARTER, 7, "0,00"),
        (RubricUnit.HOURS, Rounding.QUARTER, 8, "0,25"),
        (RubricUnit.HOURS, Rounding.TENTH, 3, "0,10"),
        (RubricUnit.HOURS, Rounding.TENTH, 2, "0,00"),
        (RubricUnit.CLOCK, Rounding.MINUTE, -90, "-1:30"),
        (RubricUnit.MINUTES, Rounding.HOUR, 30, "60"),
        (RubricUnit.MINUTES, Rounding.HOUR, 29, "0"),
        (RubricUnit.DAYS, Rounding.MINUTE, 3, "1,5"),
        (RubricUnit.DAYS, Rounding.MINUTE, -4, "-2"),
    ],
)
def test_a_quantity_is_written_in_the_unit_and_the_rounding_of_its_rubric(
    unit: RubricUnit, rounding: Rounding, minutes: int, text: str
) -> None:
    rubric = Rubric(quantity="nuit", code="N", unit=unit, rounding=rounding)

    assert rubric.written(minutes) == text


def test_what_keeps_a_payroll_from_a_program_is_said_at_once() -> None:
    pay = replace(PAY, people=(replace(ADA, number=""),), rubrics=RUBRICS[:1])

    assert PAY.unready == ()
    assert pay.unready == (
        (
            "Sans rubrique : conges_jours, heures_sup_25 (rubriques.csv ; sans code, rien n’est "
            "envoyé)."
        ),
        "Sans matricule : Ada Lemoine (personnes.csv).",
    )


def test_a_difference_leaves_out_what_is_equal_and_balances() -> None:
    assert difference({"nuit": 60, "ferie": 5, "repos_solde": 9}, {"nuit": 90, "ferie": 5}) == {
        "nuit": -30
    }
