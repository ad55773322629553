import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl

from api.export.registers.bundle import obligations, registers_workbook
from api.export.registers.cse import consultation
from api.export.registers.records import Registers
from tests.api.export.registers_sample import CYCLE, EMPLOYER, gathered, month

FOUND = gathered()


def book(registers: Registers = FOUND) -> Any:
    return openpyxl.load_workbook(
        io.BytesIO(registers_workbook(registers, consultation(registers)))
    )


def rows(name: str, registers: Registers = FOUND) -> list[tuple[Any, ...]]:
    """The rows of a sheet, its head left out; hours as minutes, days as dates."""

    def read(cell: Any) -> Any:
        if isinstance(cell, timedelta):
            return cell // timedelta(minutes=1)
        if isinstance(cell, datetime):
            return cell.date()
        return cell.replace("\xa0", " ") if isinstance(cell, str) else cell

    return [
        tuple(map(read, row))
        for row in book(registers)[name].iter_rows(min_row=2, values_only=True)
    ]


def test_the_workbook_begins_with_what_its_hours_are() -> None:
    first = [row[0].value for row in book()["À lire"].iter_rows()]

    assert first[0] == "Registres de 10/2026"
    assert first[2] == FOUND.statement
    assert book().sheetnames == [
        *("À lire", "Relevé quotidien", "Semaines", "Mois", "Astreintes", "Équipes"),
        *("Repos hebdomadaires", "À confirmer", "CSE", "CSE heures sup", "CSE temps partiel"),
        "CSE programme",
    ]


def test_the_daily_record_of_the_clock_change_reads_back_to_the_minute() -> None:
    rose = [row[2:] for row in rows("Relevé quotidien") if row[1] == "rose"]
    first, night, morning = (date(2026, 10, n) for n in (1, 24, 25))

    parc = ("30 min", "travail", "Parc des Chantiers")
    assert rose == [
        (first, "suite", first, "06:00", *parc, 330, 330),
        (night, "21:30", morning, "06:00", *parc, 540, 150),
        (morning, *("",) * 6, 0, 390),
    ]


def test_the_days_of_each_person_add_up_to_the_month() -> None:
    days: dict[str, int] = {}
    for row in rows("Relevé quotidien"):
        days[row[1]] = days.get(row[1], 0) + (row[10] or 0)
    months = {row[1]: row[3] for row in rows("Mois") if row[2] == "Heures de travail du mois"}

    assert days == {"anna": 2400, "bilal": 1680, "lea": 450, "rose": 870, "tom": 2400}
    assert months == {
        "anna": "40 h 00",
        "bilal": "28 h 00",
        "lea": "7 h 30",
        "rose": "14 h 30",
        "tom": "40 h 00",
    }


def test_weeks_say_whether_they_are_whole() -> None:
    anna = [row[2:] for row in rows("Semaines") if row[1] == "anna"]

    assert anna == [
        (date(2026, 9, 28), "en entier", 0, 0),
        (date(2026, 10, 5), "en entier", 2400, 300),
        (date(2026, 10, 12), "en entier", 0, 0),
        (date(2026, 10, 19), "en entier", 0, 0),
        (date(2026, 10, 26), "en partie", 0, 0),
    ]


def test_standby_teams_and_rests_read_back() -> None:
    day, after = date(2026, 10, 10), date(2026, 10, 11)

    assert rows("Astreintes") == [("Léa Tamisier", "lea", day, "18:00", after, "08:00", 840, 30)]
    assert [row[2:] for row in rows("Équipes")][:3] == [
        (
            date(2026, 10, 24),
            "21:30",
            "06:00",
            "30 min",
            "Parc des Chantiers",
            "Rose Valmy, référent",
        ),
        (date(2026, 10, 5), "09:00", "18:00", "60 min à 12h30", "Bellevue", "Anna Loreau"),
        (date(2026, 10, 5), "09:00", "18:00", "60 min à 12h30", "Bellevue", "Tom Quidam (intérim)"),
    ]
    assert rows("Repos hebdomadaires")[-1] == (
        *("Rose Valmy", "rose", date(2026, 10, 19)),
        *("jusqu’au sam. 24/10 21h30", "travaillé"),
    )


def test_the_sheets_of_the_cse_read_back() -> None:
    assert [row[0] for row in rows("CSE")] == [
        *("Heures supplémentaires", "Programme indicatif", "Astreintes", "Temps partiel"),
    ]
    assert rows("CSE heures sup")[0] == (
        *("Anna Loreau", date(2026, 1, 1), 300, 300, 13200, 12900, 0),
    )
    assert rows("CSE temps partiel") == [("médiateur", "non renseigné", 1440, 1, 240)]
    assert rows("CSE programme")[2] == (
        *("périodes de 4 semaines depuis le 07/09/2026, décision de l’employeur", 1),
        *(date(2026, 10, 12), 420, 420, 420),
    )


def test_what_is_to_confirm_is_listed_by_person() -> None:
    assert rows("À confirmer") == [
        (
            *("Rose Valmy", "rose"),
            "Repos compensateur compté depuis le 01/01/2026, sans solde antérieur connu.",
        )
    ]


def test_a_name_that_looks_like_a_formula_stays_text() -> None:
    people = tuple(
        replace(m, name="=1+1") if m.id == "anna" else m for m in month().problem.mediators
    )
    sheet = book(gathered(mediators=people))["Mois"]

    assert {(c.value, c.data_type) for c in sheet["A"]} >= {("=1+1", "s")}


def test_a_month_without_arrangement_or_on_call_has_empty_sheets() -> None:
    quiet = replace(EMPLOYER, schemes=(replace(CYCLE, until=date(2026, 9, 30)),))
    registers = gathered(quiet, history=())

    assert (rows("CSE programme", registers), rows("Astreintes", registers)) == ([], [])
    assert [name for name, _ in obligations(registers) if name.startswith("astreintes")] == []
