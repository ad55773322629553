from datetime import date, datetime, timedelta

import pytest

from api.data.sheets.cells import Value
from api.intake.text.clock import NotReadError
from api.intake.text.days import completed, date_of, month_of, written_day

JUNE = date(2026, 6, 1)


@pytest.mark.parametrize(
    "value",
    [
        *("01/06/2026", "1/6/2026", "1/6/26", "01-06-2026", "01.06.2026", "2026-06-01"),
        *("2026-06-01 00:00:00", "lundi 1er juin 2026", "1 juin 2026", "lun. 01/06/2026"),
        *("1-juin-26", date(2026, 6, 1), 46_174.0),
    ],
)
def test_a_day_is_read_however_it_is_written(value: Value) -> None:
    assert date_of(value) == JUNE


@pytest.mark.parametrize("value", ["lun. 01/06", "1er juin", "lu\n1", "L 1", "1", "01", 1.0])
def test_what_is_not_written_is_that_of_the_month(value: Value) -> None:
    assert completed(written_day(value), JUNE) == JUNE


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0l/06/2026", "une date comme 01/06/2026"),
        ("", "une date comme 01/06/2026"),
        ("1,5", "une date comme 01/06/2026"),
        (1.5, "une date comme 01/06/2026"),
        (timedelta(hours=8), "une date comme 01/06/2026"),
        (datetime(2026, 6, 1, 8), "une date comme 01/06/2026, sans heure"),  # noqa: DTZ001 - a cell
        ("31/06/2026", "une date qui existe"),
        ("29/02/2026", "une date qui existe"),
        ("01/06/1926", "une date comme 01/06/2026, une année de 2000 à 2099"),
        ("mar. 01/06/2026", "un lundi, jour du 01/06/2026"),
        ("01/06", "une date comme 01/06/2026, avec année"),
        ("1", "une date comme 01/06/2026, avec mois et année"),
        (
            "06/25/2026",
            (
                "une date JJ/MM/AAAA (pour MM/JJ/AAAA, écrivez format_date;mja dans le fichier de "
                "correspondance)"
            ),
        ),
    ],
)
def test_what_is_no_day_is_refused(value: Value, expected: str) -> None:
    with pytest.raises(NotReadError) as caught:
        date_of(value)

    assert caught.value.expected == expected


def test_months_come_first_where_the_mapping_says_so() -> None:
    assert date_of("06/25/2026", "mja") == date(2026, 6, 25)
    assert date_of("06/01/2026", "mja") == JUNE


def test_hours_are_no_day() -> None:
    for text in ("8-12", "8h-12h", "21:30"):
        with pytest.raises(NotReadError):
            written_day(text)


@pytest.mark.parametrize(
    ("title", "month"),
    [
        ("Planning juin 2026", JUNE),
        ("JUIN 2026 — Nantes", JUNE),
        ("juin-2026", JUNE),
        ("Planning 06/2026", JUNE),
        ("du 01/06/2026 au 30/06/2026", JUNE),
        (date(2026, 6, 1), JUNE),
        (date(2026, 5, 12), None),
        ("édité le 12/05/2026", None),
        ("du 29/06/2026 au 05/07/2026", JUNE),
        ("Semaine 23 du 01/06 au 07/06/2026", JUNE),
        ("S23 : lundi 01/06 – dimanche 07/06/26", JUNE),
        ("du 28/12 au 03/01/2027", date(2026, 12, 1)),
        ("du 01/06 au 07/06", None),
        ("Édité le 28/05/2026 - du 01/06/2026 au 30/06/2026", JUNE),
        ("Horaires 8.12 - 14.10.26", None),
        ("Juillet 2026 – semaine du 29/06 au 05/07/2026", JUNE),
        ("du 01/06/2026 jusqu’au 30/06/2026", JUNE),
        ("01/06/2026 → 30/06/2026", JUNE),
        ("du 01/06/2026 au 31/08/2026", None),
        ("juin", None),
        ("", None),
        (7.0, None),
    ],
)
def test_a_title_may_name_its_month(title: Value, month: date | None) -> None:
    assert month_of(title) == month
