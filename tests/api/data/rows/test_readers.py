from __future__ import annotations

from datetime import date, time

import pytest
from pydantic_core import PydanticCustomError

from api.data.rows import readers as f


@pytest.mark.parametrize("text", ["31/12/2026", "2026-12-31"])
def test_dates_are_french_or_iso(text: str) -> None:
    assert f.day(text) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "une valeur, la cellule est obligatoire"),
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
    ("text", "minutes"), [("35", 2100), ("26,25", 1575), ("26.25", 1575), ("26h15", 1575)]
)
def test_hours_are_decimal_or_with_an_h(text: str, minutes: int) -> None:
    assert f.hours(text) == minutes


@pytest.mark.parametrize("text", ["", "-1", "trente", "1e3", "nan", "inf", "1 607"])
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
