import io
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import xlsxwriter
from openpyxl import load_workbook

from api.export.month.book import sheet_name, workbook
from api.export.month.bundle import Edition
from api.export.workbook import Styles
from api.planning.counters import rhythm_words
from api.planning.names import Names
from constraints.registry import base
from scheduler.domain.rota import Rota
from scheduler.finding import Effect, Verdict
from tests.api.export.months import month_with
from tests.api.export.samples import NAMES, finding, small
from tests.api.export.walls import wall

EDITION = Edition(version="3f2a90c1", made=date(2026, 9, 20), published=date(2026, 9, 21))


def opened(rota: Rota, names: Names = NAMES, findings: Any = ()) -> Any:
    month = month_with(rota, EDITION, findings=findings, names=names)
    return load_workbook(io.BytesIO(workbook(month)))


def cell_day(day: int) -> datetime:
    """Return a day of October 2026 as a workbook's cell holds it."""
    return datetime.combine(date(2026, 10, day), time())


TITLES = {rule.id: rule.title for rule in base().rules}
NIGHT_HOURS, SUNDAY_REST = TITLES["night_hours"], TITLES["sunday_rest"]


def lines(sheet: Any) -> list[list[Any]]:
    return [[c for c in row if c is not None] for row in sheet.iter_rows(values_only=True)]


def test_there_is_a_sheet_per_dispositif_then_the_lists() -> None:
    book = opened(small())

    assert book.sheetnames == [
        *("Voyage à Nantes, Parc des Chant", "Médiation de quartier"),
        *("Heures", "Constats", "Autres constats", "Trous", "Couverture", "Services"),
    ]


def test_the_month_is_a_frozen_grid_to_print_on_a3() -> None:
    sheet = opened(small()).worksheets[1]

    assert sheet["A1"].value == "Médiation de quartier — octobre 2026"
    assert sheet["A2"].value == (
        "Nantes · 2\u00a0personnes · 3\u00a0postes à pourvoir, dont 1 sous le minimum · "
        "version 3f2a90c1, publiée le 21/09/2026"
    )
    assert sheet.freeze_panes == "B4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8)
    assert [sheet.cell(3, n).value for n in (1, 2, 32, 33)] == [
        *("Personne", "je\n1", "sa\n31", "Prévu")
    ]
    assert sheet.cell(4, 7).value == "BEL 14h (manque 1)"
    assert sheet.cell(5, 1).value == "Anna Loreau\n35\u00a0h"
    assert sheet.cell(5, 2).value == "PAC\n21h30–6h +1"
    assert sheet.cell(5, 7).value == "BEL◆\n14h–21h"
    assert sheet.cell(6, 1).value == "Bilal Orvault\n28\u00a0h · appr. · min."
    assert [sheet.cell(6, n).value for n in (6, 13)] == ["CFA\n9h–17h", "abs."]
    assert [sheet.cell(7, n).value for n in (1, 7, 8)] == ["Couverture jour", "1/2", "0/2"]
    assert "BEL : Bellevue, Place Mendès-France, 44100 Nantes" in [
        row[0].value for row in sheet.iter_rows(min_row=9)
    ]


def test_hours_are_durations_that_add_up() -> None:
    sheet = opened(small())["Heures"]

    heads = [cell.value for cell in sheet[1]]
    anna = dict(zip(heads, (cell.value for cell in sheet[2]), strict=True))
    assert anna["Personne"] == "Anna Loreau"
    assert anna["Prévu"] == timedelta(hours=15)
    # Excel shows no negative time: a balance is in hours and hundredths.
    due = anna["Dû"].total_seconds() / 3600
    assert anna["Écart"] == pytest.approx(15 - due)
    assert anna["Écart"] < 0
    assert sheet["E2"].number_format == '+0.00" h";-0.00" h";0" h"'
    assert anna["Contrat"] == timedelta(hours=35)
    assert sheet["C2"].number_format == "[h]:mm"
    assert anna["H. de nuit"] == timedelta(hours=8)
    assert (anna["Nuits"], anna["Samedis travaillés"]) == (1, 0)
    assert anna["S40\n28/09"] == timedelta(hours=8)
    assert anna["Rythme des semaines"] == rhythm_words(small(), small().problem.mediators[0])


def test_findings_come_with_measure_limit_and_proof_the_blocking_ones_first() -> None:
    sheet = opened(small(), findings=[finding("rose", effect=Effect.WARN), finding()])["Constats"]

    assert [c.value for c in sheet[2]] == [
        *("ordre public", "bloque la publication", "infraction", "daily_rest_11h", "L3131-1"),
        *(
            "Anna Loreau",
            datetime.combine(date(2026, 10, 2), time()),
            timedelta(hours=10, minutes=30),
            timedelta(hours=11),
            timedelta(minutes=30),
        ),
        "Anna Loreau : 10 h 30 de repos avant la reprise, au lieu de 11 h 00.",
        "parc-nuit-2026-10-01, q-jour-2026-10-02",
        "",
    ]
    assert sheet["F3"].value == "Rose Valmy"


def test_findings_that_do_not_block_are_grouped_by_rule_the_most_frequent_first() -> None:
    findings = [
        replace(finding("rose", effect=Effect.INFORM), rule="sunday_rest"),
        *(
            replace(finding(who, effect=Effect.INFORM), rule="night_hours")
            for who in ("rose", "anna", "anna")
        ),
        replace(
            finding("anna", effect=Effect.COMPUTE, verdict=Verdict.TO_CONFIRM), rule="overtime"
        ),
        finding(),
    ]

    book = opened(small(), findings=findings)

    lines = [row[:5] for row in book["Autres constats"].iter_rows(min_row=2, values_only=True)]
    assert lines == [
        ("dû", "overtime", 1, 1, 1),
        ("note", NIGHT_HOURS, 3, 2, 0),
        ("note", SUNDAY_REST, 1, 1, 0),
    ]
    # In full they come in the same order, after what blocks.
    rules = [row[3] for row in book["Constats"].iter_rows(min_row=2, values_only=True)]
    assert rules == ["daily_rest_11h", "overtime", *["night_hours"] * 3, "sunday_rest"]


def test_every_hole_is_named() -> None:
    sheet = opened(small())["Trous"]

    assert [[c.value for c in row][2:] for row in sheet.iter_rows(min_row=2)] == [
        [
            *(time(14), time(21), "Médiation de quartier", "Bellevue", "jour", "médiateur"),
            *(1, 1, 2, 1, "sous la cible", "q-jour-2026-10-06"),
            "la règle « Mineurs : pause de 30 minutes » (L3162-3) : tous ceux qui pourraient venir",
            (
                "Bilal Orvault (moins de 18 ans) : 7 h 00 de travail le 06/10/2026 sans pause "
                "suffisante, au lieu de 4 h 30 au plus."
            ),
            "",
        ],
        [
            *(time(14), time(21), "Médiation de quartier", "Dervallières", "jour", "médiateur"),
            *(0, 1, 2, 2, "sous le minimum", "q-jour-2026-10-07"),
            (
                "la règle « Mineurs : pause de 30 minutes » (L3162-3) : 1 sur 2 de ceux qui "
                "pourraient venir"
            ),
            (
                "Bilal Orvault (moins de 18 ans) : 7 h 00 de travail le 07/10/2026 sans pause "
                "suffisante, au lieu de 4 h 30 au plus."
            ),
            "",
        ],
    ]


def test_coverage_sums_the_month() -> None:
    sheet = opened(small())["Couverture"]

    assert [sheet.cell(3, n).value for n in (1, 2, 8, 9, 34, 35, 36)] == [
        *("Médiation de quartier", "jour", "1/2", "0/2", 1, 4, 0.25)
    ]


def test_all_that_the_month_holds_is_listed_with_its_breaks_and_ids() -> None:
    sheet = opened(small())["Services"]

    rows = [[c or "" for c in row] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [(r[0], r[6], r[10]) for r in rows] == [
        ("anna", "nuit", "parc-nuit-2026-10-01"),
        ("rose", "nuit", "parc-nuit-2026-10-01"),
        ("bilal", "formation", "amis-bilal-2026-10-05-am"),
        ("bilal", "formation", "amis-bilal-2026-10-05-pm"),
        ("anna", "jour", "q-jour-2026-10-06"),
        ("bilal", "absence", ""),
        ("rose", "nuit", "parc-nuit-2026-10-24"),
    ]
    assert rows[0] == [
        *("anna", "Anna Loreau", cell_day(1), "21:30", cell_day(2), "06:00"),
        *("nuit", "Voyage à Nantes, Parc des Chantiers", "Parc des Chantiers", "30/non_payee"),
        *("parc-nuit-2026-10-01", "nantes", "parc", "parc-1"),
    ]
    assert rows[5][2:6] == [cell_day(12), "", cell_day(14), ""]


def test_no_cell_is_a_formula_whatever_people_are_called() -> None:
    rota = small()
    people = tuple(
        replace(m, name=f"{sign}cmd|' /C calc'!A0")
        for m, sign in zip(rota.problem.mediators, "=+@", strict=True)
    )
    risky = Rota(problem=replace(rota.problem, mediators=people), assignments=rota.assignments)
    names = Names(dispositifs={"parc": "=1+1", "quartier": "-2"})

    book = opened(risky, names, [finding(message="=1+1")])

    kinds = {c.data_type for sheet in book for row in sheet.iter_rows() for c in row}
    assert kinds == {"s", "n", "d"}
    assert book["Heures"]["A2"].value == "+cmd|' /C calc'!A0"


def test_no_sheet_says_why_somebody_is_away() -> None:
    book = opened(small())

    text = str([lines(sheet) for sheet in book]).lower()
    assert "maladie" not in text
    assert "abs." in text


def test_sheet_names_are_those_that_excel_takes() -> None:
    taken = {"heures"}

    assert sheet_name("Heures", taken) == "Heures 2"
    assert sheet_name("a/b[c]:*?", taken) == "a b c"
    assert sheet_name("x" * 40, taken) == "x" * 31
    assert sheet_name("x" * 40, taken) == "x" * 29 + " 2"
    assert sheet_name("???", taken) == "Dispositif"


def test_a_name_of_a_thousand_letters_goes_in() -> None:
    rota, names = wall(12)

    book = opened(rota, names)

    assert any(
        str(row[0].value).startswith("Maximilien Maximilien") for row in book.worksheets[0].rows
    )


def test_the_same_rota_gives_the_same_bytes() -> None:
    rota = small()

    first, again = (workbook(month_with(rota, EDITION)) for _ in range(2))

    assert first == again


@pytest.mark.parametrize(
    ("value", "unit", "cell", "look"),
    [
        (630, "minutes", 630 / 1440, '[h]" h "mm'),
        (-30, "minutes", -0.5, '+0.00" h";-0.00" h";0" h"'),
        (1260, "clock", 1260 / 1440, "hh:mm"),
        (125, "permille", 0.125, "0.# %"),
        (3, "days", 3, '0" jours"'),
        (10, "divisor", "1/10", None),
    ],
    ids=str,
)
def test_a_measure_is_a_number_with_its_unit(
    value: int, unit: str, cell: float | str, look: str | None
) -> None:
    styles = Styles(xlsxwriter.Workbook(io.BytesIO()))

    shown, style = styles.quantity(value, unit)

    assert shown == cell
    assert look is None or style.num_format == look
