"""Nights on which clocks change, as each document shows them: civil times, elapsed hours."""

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest

from api.export.month.book import workbook
from api.export.month.bundle import Edition
from api.export.month.csv import rota_csv
from api.export.month.wall import wall_sheet
from api.export.registers.people import record_sheets
from api.export.registers.records import registers
from api.planning.grid import grid
from constraints.registry import base
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need, Slot, SlotKind
from scheduler.domain.time import month_span
from tests.api.export.months import everybody, month_with
from tests.api.export.printed import lines, pages
from tests.api.export.samples import NAMES, ROSE, span

MARCH, OCTOBER = date(2026, 3, 28), date(2026, 10, 24)
"""Saturdays after which clocks go forward, and back."""

HOURS = [(MARCH, 9), (OCTOBER, 11), (MARCH - timedelta(days=7), 10)]
EDITION = Edition(version="3f2a90c1", made=date(2026, 2, 20))


def night(day: date) -> Rota:
    """Return a month whose only slot is Rose's night of a Saturday, 21:00 to 7:00."""
    slot = Slot(
        id=f"parc-{day}",
        span=span(day, "21:00", "07:00"),
        dispositif="parc",
        agency="nantes",
        site="parc-1",
        kind=SlotKind.NIGHT,
        needs=(Need(roles=frozenset({ROSE.role}), minimum=1, target=1, maximum=1),),
    )
    problem = Problem(
        horizon=month_span(day.year, day.month),
        mediators=(ROSE,),
        slots=(slot,),
        known_since=date(2025, 12, 1),
    )
    return Rota(problem=problem, assignments=frozenset({Assignment("rose", slot.id)}))


@pytest.mark.parametrize(("day", "elapsed"), HOURS)
def test_a_night_from_nine_to_seven_is_shown_by_the_clock_and_counted_as_it_elapses(
    day: date, elapsed: int
) -> None:
    rota = night(day)
    made = grid(rota, names=NAMES)

    (sheet,) = pages(everybody(month_with(rota, EDITION)))
    (wall,) = pages(wall_sheet(made, EDITION, figures=True))
    record = lines(
        record_sheets(gathered := registers(rota, base(), NAMES, EDITION), gathered.records)
    )

    assert f"sam. {day.day} nuit 21h – 7h (+1) {elapsed} h 00 Parc des Chantiers" in sheet
    assert f"Heures prévues {elapsed} h 00" in sheet
    assert f"Heures de nuit {elapsed - 1} h 00" in sheet
    assert f"PAC 21h 7h+1 {elapsed} h 00 / " in wall
    assert (
        f"sam. {day.day} 21h – 7h (+1) travail Parc des Chantiers {elapsed} h 00 3 h 00" in record
    )
    assert f"dim. {day.day + 1} fin de nuit {elapsed - 3} h 00" in record


@pytest.mark.parametrize(("day", "elapsed"), HOURS)
def test_files_for_programs_tell_the_same(day: date, elapsed: int) -> None:
    rota = night(day)

    text = rota_csv(rota, NAMES).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    book = openpyxl.load_workbook(io.BytesIO(workbook(month_with(rota, EDITION))))
    month = {cell.value for line in book.worksheets[0].iter_rows() for cell in line}
    heads, counted = book["Heures"].iter_rows(values_only=True)
    figures = dict(zip(heads, counted, strict=True))

    assert (row["debut"], row["fin"], row["travail_minutes"]) == (
        "21:00",
        "07:00",
        f"{60 * elapsed}",
    )
    assert row["date_fin"] == f"{day + timedelta(days=1):%d/%m/%Y}"
    assert "PAC\n21h–7h +1" in month
    assert figures["Prévu"] == figures["Terrain"] == timedelta(hours=elapsed)
    assert figures["H. de nuit"] == timedelta(hours=elapsed - 1)
    assert figures["H. de dimanche"] == timedelta(hours=elapsed - 3)
