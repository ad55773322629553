"""Whatever the bytes or the cells: all is counted, and nothing but our own error is raised."""

from datetime import date
from datetime import time as clock
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.data.errors import BadFilesError
from api.intake.foreign_file import read_foreign
from api.intake.reading import Reading
from api.intake.template import write_template
from tests.api.intake.calendars import calendar, event
from tests.api.intake.files import JUNE, Cell, csv_file, workbook

STARTS = (
    b"",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"BEGIN:VCALENDAR\r\n",
    b"Nom;Date\n",
)
WORDS = (
    *("Nom", "Date", "Début", "Fin", "Horaires", "Pause", "Motif", "Type", "Total", "juin 2026"),
    *("Ada", "Bob", "CP", "RH", "M", "CFA", "Légende", "code", "lundi", "lun 1", "8h-12h"),
    *("21:30-06:00", "8h-12h / 13h-17h", "25:10", "2l:30", "0,5", "24:00", "01/06/2026", "31/06"),
    *("2026-10-25", "25/10/2026", "02:30", "29/03/2026", "7", "1", "2", "3", "4", "5", "=", "à"),
)
CELLS = st.one_of(
    st.none(),
    st.sampled_from(WORDS),
    st.integers(-2, 40).map(float),
    st.sampled_from([0.5, 0.895833, 21.5, 8.3]),
    st.dates(date(2026, 5, 25), date(2026, 6, 10)),
    st.times().map(lambda t: t.replace(second=0, microsecond=0, fold=0)),
    st.text(max_size=6),
)


def read(path: Path) -> Reading | None:
    """Read a file, which may be refused as a whole."""
    try:
        reading = read_foreign(path, month=JUNE)
    except BadFilesError as error:
        return None if str(error) and error.errors else pytest.fail("refus sans raison")
    counts = reading.counts
    assert counts.read == counts.used + counts.refused + counts.set_aside
    assert sum(aside.entries for aside in reading.aside) == counts.set_aside
    assert bool(reading.refused) == bool(counts.refused)
    assert all(error.expected and error.file for error in reading.refused)
    return reading


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(STARTS), st.binary(max_size=400))
def test_random_bytes_are_refused_or_read(start: bytes, data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "juin.xlsx"
        path.write_bytes(start + data)

        read(path)


@pytest.mark.long
@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS.filter(lambda c: c is not None), max_size=8), max_size=12))
def test_random_cells_of_a_csv_are_used_refused_or_set_aside(rows: list[list[Cell]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "juin.csv"
        text = "\n".join(
            ";".join(str(c).replace(";", " ").replace('"', " ") for c in row) for row in rows
        )
        path.write_text(text, encoding="utf-8", newline="")

        read(path)


@pytest.mark.long
@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["liste", "grille"]), st.lists(st.lists(CELLS, max_size=8), max_size=8))
def test_random_cells_under_a_good_head_are_all_counted(head: str, rows: list[list[Cell]]) -> None:
    heads: list[list[Cell]] = (
        [["Nom", "Date", "Début", "Fin", "Pause", "Motif"]]
        if head == "liste"
        else [["juin 2026"], ["Nom", 1, 2, 3, 4, 5, 6]]
    )
    with TemporaryDirectory() as folder:
        path = workbook(
            Path(folder), {"Juin": [*heads, *rows]}, options={"strings_to_formulas": False}
        )

        assert read(path) is not None


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE", "SUMMARY", "STATUS"]),
    st.text("0123456789TZ:;=,PFREQDAILYWKCOUNTBMO-/ é\\", max_size=30),
)
def test_random_properties_of_an_event_are_all_counted(name: str, value: str) -> None:
    with TemporaryDirectory() as folder:
        reading = read(calendar(Path(folder), event(f"{name}:{value}")))

        assert reading is None or reading.counts.read == 1


@cache
def template() -> bytes:
    """Return a workbook to fill in, as it is written."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "modele.xlsx"
        write_template(path)
        return path.read_bytes()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_workbook_is_refused_or_read(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "modele.xlsx"
        content = bytearray(template())
        for _ in range(data.draw(st.integers(1, 5))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        path.write_bytes(content)

        read(path)


# Size -------------------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_ten_thousand_rows_are_all_read(tmp_path: Path, kind: str) -> None:
    rows: list[list[Cell]] = [
        [
            f"Personne {n % 109}",
            date(2026, 6, 1 + n // 109 % 30),
            clock(n // 3270 * 6),
            clock(5),
            30,
        ]
        for n in range(10_000)
    ]
    if kind == "csv":
        text = "\n".join(f"{a};{b:%d/%m/%Y};{c:%H:%M};{d:%H:%M};{e}" for a, b, c, d, e in rows)
        path = csv_file(tmp_path, f"Nom;Date;Début;Fin;Pause\n{text}")
    else:
        path = workbook(tmp_path, {"Juin": [["Nom", "Date", "Début", "Fin", "Pause"], *rows]})

    reading = read_foreign(path)

    assert reading.counts.used == 10_000


def test_a_months_grid_of_a_hundred_people_is_read_whole(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["juin 2026"],
        ["Nom", *range(1, 31)],
    ]
    cells: list[Cell] = [*(["21h30-6h", "8h-12h / 13h-17h", "R"] * 10)]
    rows.extend([f"Personne {number}", *cells] for number in range(109))
    path = workbook(tmp_path, {"Juin": rows})

    reading = read_foreign(path)

    assert (reading.counts.used, reading.counts.set_aside) == (2_180, 1_090)
