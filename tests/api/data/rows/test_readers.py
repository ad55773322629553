from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from api.data.errors import Faults
from api.data.folder.csv_file import read, write_whole
from api.data.rows import readers as f
from api.data.rows import writers as cells
from api.data.rows.columns import Kind, cells_of
from api.data.rows.kinds import KINDS
from tests.api.commands import rota
from tests.api.data.folder.drawn_cells import read_row, rows_of
from tests.api.data.folder.folders import faults, with_files
from tests.api.data.rows.format import PAGE, page


@pytest.mark.parametrize("text", ["31/12/2026", "2026-12-31"])
def test_dates_are_french_or_iso(text: str) -> None:
    assert f.day(text) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "une valeur, elle est obligatoire"),
        ("31/12/26", "une date comme 31/12/2026 ou 2026-12-31"),
        ("12-31-2026", "une date comme 31/12/2026 ou 2026-12-31"),
        ("30/02/2026", "une date qui existe"),
        ("01/01/1899", "une année de 1900 à 2100"),
        ("01/01/2101", "une année de 1900 à 2100"),
    ],
)
def test_other_dates_are_refused_in_french(text: str, expected: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        f.day(text)
    assert caught.value.message() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("21:30", time(21, 30)),
        ("21h30", time(21, 30)),
        ("9h", time(9)),
        ("00:00", time()),
        ("24:00", time()),
    ],
)
def test_times_have_a_colon_or_an_h(text: str, expected: time) -> None:
    assert f.clock(text) == expected


@pytest.mark.parametrize("text", ["", "25:00", "24:01", "21.30", "2130", "21:60"])
def test_other_times_are_refused(text: str) -> None:
    with pytest.raises(PydanticCustomError):
        f.clock(text)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("35", 2100),
        ("26,25", 1575),
        ("26.25", 1575),
        ("26h15", 1575),
        ("30h", 1800),
        ("30 h 00", 1800),
        ("30\u00a0h\u00a005", 1805),
    ],
)
def test_hours_are_decimal_or_with_an_h(text: str, minutes: int) -> None:
    assert f.hours(text) == minutes


@pytest.mark.parametrize("text", ["", "-1", "trente", "1e3", "nan", "inf", "1 607", "26h75", "h30"])
def test_other_hours_are_refused(text: str) -> None:
    with pytest.raises(PydanticCustomError):
        f.hours(text)


def test_a_moment_is_a_date_with_or_without_a_time() -> None:
    assert f.moment("01/03/2027") == (date(2027, 3, 1), None)
    assert f.moment("01/03/2027 14:00") == (date(2027, 3, 1), time(14))
    assert f.moment("2027-03-01T14:00") == (date(2027, 3, 1), time(14))


@pytest.mark.parametrize("text", ["2027-03-01T14:00+01:00", "2027-03-01 14:00Z"])
def test_a_moment_with_a_zone_is_refused(text: str) -> None:
    with pytest.raises(PydanticCustomError, match="sans fuseau"):
        f.moment(text)


@pytest.mark.parametrize("text", ["31/12/1999", "1900-01-01T14:00", "01/01/2101"])
def test_what_is_planned_or_taken_off_lies_in_years_of_the_service(text: str) -> None:
    with pytest.raises(PydanticCustomError, match=r"une année de (1900|2000) à 2100"):
        f.moment(text)
    assert f.moment("01/01/2000") == (date(2000, 1, 1), None)


def test_weekdays_have_three_letters_or_their_whole_name() -> None:
    assert f.weekdays("lun, Mercredi,dim") == {0, 2, 6}
    with pytest.raises(PydanticCustomError):
        f.weekdays("lun;mar")


def test_yes_and_no_are_french() -> None:
    assert (f.yes("oui"), f.yes("Non")) == (True, False)
    with pytest.raises(PydanticCustomError, match="oui ou non"):
        f.yes("true")


def test_whole_numbers_keep_to_their_bounds() -> None:
    read = f.between(1, 10)
    assert (read("1"), read("10")) == (1, 10)
    for text in ("0", "11", "1,5", "", "99999999999999999999"):
        with pytest.raises(PydanticCustomError):
            read(text)


def test_a_list_names_each_id_once() -> None:
    assert f.idents("10, 11") == ("10", "11")
    assert f.idents("") == ()
    with pytest.raises(PydanticCustomError, match="une seule fois"):
        f.idents("10,10")


def test_names_are_120_characters_at_most() -> None:
    assert f.short("x" * 120) == "x" * 120
    with pytest.raises(PydanticCustomError, match="120 caractères au plus"):
        f.short("x" * 121)


@pytest.mark.parametrize("number", ["+33 6 12 34 56 78", "+33612345678", "+33 (0)6.12.34-56-78"])
def test_a_number_of_another_country_is_no_formula(number: str) -> None:
    assert f.one_line(number) == number


@pytest.mark.parametrize("text", ["+33 6 12+1", "+A1", "++33 6", "-33 6", "+ 33 6", "+33=1", "+"])
def test_what_a_spreadsheet_would_run_is_no_number_of_a_phone(text: str) -> None:
    with pytest.raises(PydanticCustomError, match="formule de tableur"):
        f.one_line(text)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
@settings(max_examples=12)
@given(data=st.data())
def test_a_row_written_is_read_back(kind: Kind, data: st.DataObject) -> None:
    row = read_row(kind, data.draw(rows_of(kind)))
    written = cells_of(row)
    assert tuple(written) == kind.headers
    again = read_row(kind, written)
    assert again == row
    assert cells_of(again) == written


@given(st.integers(0, 999_999_999 * 60))
def test_minutes_written_as_hours_are_read_back(minutes: int) -> None:
    assert f.hours(cells.hours(minutes)) == minutes


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2100, "35"),
        (2130, "35h30"),
        (9999 * 60 + 59, "9999h59"),
        (10_000 * 60, "10000"),
        (10_000 * 60 + 1, "10000,016667"),
        (0, "0"),
    ],
)
def test_hours_are_written_as_people_do(value: int, text: str) -> None:
    assert cells.hours(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(48.9085, "48,9085"), (-0.0, "0"), (-1.5, "-1,5"), (3.0, "3")]
)
def test_numbers_are_written_with_a_comma(value: float, text: str) -> None:
    assert cells.decimal(value) == text


@pytest.mark.parametrize("cell", ["a\rb", "a\r\nb", "a\nb", 'un "mot"', "a;b", "’é œ", "x"])
def test_any_cell_of_a_file_is_read_back(tmp_path: Path, cell: str) -> None:
    path, faults = tmp_path / "essai.csv", Faults()
    write_whole(path, ("un", "deux"), [(cell, ""), ("", cell)])
    cells_read: list[Any] = [line.cells for line in read(path, ("un", "deux"), frozenset(), faults)]
    assert (cells_read, faults.errors) == ([{"un": cell, "deux": ""}, {"un": "", "deux": cell}], [])


HEADER = (
    "id;nom;role;naissance;agence;dispositifs;permis;domicile;travail_de_nuit;"
    "travail_de_nuit_depuis"
)
LINE = "un texte d’une ligne, sans tabulation ni caractère invisible"
FORMULA = "un texte qui ne commence pas par =, +, -, @ (formule de tableur)"
BAD = [
    pytest.param("Ada\tLemoine", LINE, id="tab"),
    pytest.param("Ada\nLemoine", LINE, id="line feed"),
    pytest.param("Ada\u2028Lemoine", LINE, id="line separator"),
    pytest.param("Ada\u202eeniomeL", LINE, id="right to left"),
    pytest.param("Ada\u2066Lemoine", LINE, id="isolate"),
    pytest.param("Ada\u200b Lemoine", LINE, id="no width"),
    pytest.param("Ada\u00adLemoine", LINE, id="soft hyphen"),
    pytest.param("Ada\x07Lemoine", "un texte sans caractère de contrôle", id="bell"),
    pytest.param("=HYPERLINK(1)", FORMULA, id="equals"),
    pytest.param("+1 Lemoine", FORMULA, id="plus"),
    pytest.param("-Lemoine", FORMULA, id="minus"),
    pytest.param("@Lemoine", FORMULA, id="at"),
]


@pytest.mark.parametrize(("name", "expected"), BAD)
def test_a_folder_refuses_such_names(tmp_path: Path, name: str, expected: str) -> None:
    people = f'{HEADER}|zed;"{name}";mediateur;12/05/1990;ville;P;non;Ville;;'
    messages = faults(with_files(tmp_path, personnes=people))
    assert any(
        "colonne « nom »" in message and message.endswith(f"attendu : {expected}")
        for message in messages
    )


@pytest.mark.parametrize(("name", "expected"), BAD)
def test_so_does_the_form(name: str, expected: str) -> None:
    model = KINDS["personnes"].model
    person = {"id": "zed", "name": name, "role": "mediateur", "agency": "ville"}
    with pytest.raises(ValidationError) as refused:
        model.model_validate(person)
    assert [error["loc"] for error in refused.value.errors()] == [("name",)]
    assert expected in refused.value.errors()[0]["msg"]


def test_a_file_made_elsewhere_has_such_a_row_refused(tmp_path: Path) -> None:
    path = tmp_path / "mars.csv"
    rows = ["Ada \u202eeniomeL;02/03/2026;09:00;12:00", "Brice Kouassi;02/03/2026;09:00;12:00"]
    path.write_text("\n".join(["Nom;Date;Début;Fin", *rows, ""]), "utf-8")

    output = " ".join(rota("audit", path, "--continue").output.split())

    assert "reçu « Ada �eniomeL », attendu : un nom d’une ligne, sans caractère invisible" in output
    assert "2 lignes ou cases lues : 1 utilisée, 1 refusée" in output
    assert "\u202e" not in output


def test_names_that_people_have_are_taken() -> None:
    for name in ("Chloé Marzin-Le Goff", "N’Golo O'Brien", "Zoë Šimek", "Ана", "أحمد"):
        person = {"id": "zed", "name": name, "role": "mediateur", "agency": "ville"}
        KINDS["personnes"].model.model_validate(person)


def test_the_page_of_the_format_is_made_of_the_declarations() -> None:
    assert PAGE.read_text("utf-8") == page()
