from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import load_workbook

from api.export import workbook
from api.export.audit.counters import tiers_words
from api.export.audit.workbook import AuditBook
from api.export.workbook import Column, Duration, Styles, Table
from constraints.counters.sheet import PremiumMinutes
from tests.api.export.audits import MADE, audited


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("classeur") / "controle.xlsx"
    made = audited()
    writing = AuditBook(path, made.report, MADE)
    for pack in made.packs.values():
        writing.count(pack.counters)
    writing.close()
    return load_workbook(path)


def rows(book: Any, sheet: str) -> list[dict[str, Any]]:
    head, *others = book[sheet].iter_rows(values_only=True)
    return [dict(zip(head, cells, strict=True)) for cells in others]


def minutes(value: timedelta | None) -> int:
    """Read a duration as spreadsheets hold it."""
    return round(value.total_seconds() / 60) if value else 0


def test_its_sheets_are_those_that_people_look_for(book: Any) -> None:
    assert book.sheetnames == [
        *("Constats", "Preuves", "Autres constats"),
        *("Compteurs jour", "Compteurs semaine", "Compteurs mois"),
        *("Compteurs 12 semaines", "Compteurs année", "Périodes de référence"),
        *("Repos compensateurs", "Repos équivalents", "Lectures", "Hypothèses", "Règles"),
    ]


def test_each_finding_is_a_row_with_its_code_article_and_version(book: Any) -> None:
    findings = audited().report.findings
    lines = rows(book, "Constats")

    assert [row["Code"] for row in lines] == [finding.finding.code for finding in findings]
    day = next(row for row in lines if row["Règle"] == "daily_max_10h")
    assert (day["Mesuré"], day["Limite"], day["Écart"]) == ("10 h 01", "10 h 00", "0 h 01")
    assert (day["Article"], day["Personne ou créneau"]) == ("L3121-18", "Ada Lemoine")
    assert day["Adresse"].endswith(day["Version de l’article"])
    assert day["Date"].date() == date(2026, 6, 1)


def test_what_does_not_block_is_grouped_as_on_the_screen(book: Any) -> None:
    findings = [finding for finding in audited().report.findings if not finding.finding.blocks]
    lines = rows(book, "Autres constats")

    assert sum(row["Constats"] for row in lines) == len(findings)
    titles = [row["Règle"] for row in lines]
    assert sorted(set(titles)) == sorted({finding.title for finding in findings})
    counts = [(row["Partie"], -row["Constats"]) for row in lines]
    assert counts == sorted(counts, key=lambda c: (["constat", "dû", "note"].index(c[0]), c[1]))


def test_proofs_name_the_row_of_the_file_and_end_with_the_measure(book: Any) -> None:
    code = next(
        finding.finding.code
        for finding in audited().report.findings
        if finding.finding.rule == "daily_max_10h"
    )
    shift, total = [row for row in rows(book, "Preuves") if row["Code"] == code]

    assert (shift["Service du"], shift["Horaires"]) == ("lun. 01/06/2026", "08:00–19:01")
    assert shift["Ligne du fichier"] == "juin.xlsx, feuille « Juin », ligne 2"
    assert minutes(shift["Compté"]) == minutes(total["Compté"]) == 601
    assert total["Ce qui est compté"] == "la mesure du constat"


def test_days_weeks_and_months_add_up(book: Any) -> None:
    def total(sheet: str) -> int:
        mine = [row for row in rows(book, sheet) if row["Identifiant"] == "ada"]
        return sum(minutes(row["Travail"]) for row in mine)

    work = audited().packs["ada"].counters.total.work
    assert total("Compteurs jour") == total("Compteurs semaine") == total("Compteurs mois") == work


def test_what_was_read_ends_with_the_count(book: Any) -> None:
    last = rows(book, "Lectures")[-1]

    assert last["État"] == "total"
    assert last["Attendu, ou motif"] == (
        "10\u00a0lignes ou cases lues : 10\u00a0utilisées, 0\u00a0refusée, 0\u00a0mise de côté"
    )


def test_what_was_assumed_and_the_rules_are_told(book: Any) -> None:
    assumed = [row["Hypothèse"] for row in rows(book, "Hypothèses")]
    rule = next(r for r in rows(book, "Règles") if r["Règle"] == "daily_max_10h")

    assert any(text.startswith("Les fichiers décrivent du 01/06/2026") for text in assumed)
    assert rule["En vigueur"] == "10 h 00"
    assert rule["Depuis le"].date() == date(2016, 8, 10)


def test_a_list_too_long_for_a_sheet_goes_on_in_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    path = tmp_path / "long.xlsx"
    writing = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    made = Table(writing, Styles(writing), "Jours", (Column("Rang"), Column("Durée")))
    for n in range(5):
        made.row((n, Duration(-60) if n == 4 else Duration(60 * n)))
    writing.close()

    book = load_workbook(path)
    assert book.sheetnames == ["Jours", "Jours 2", "Jours 3"]
    assert [c.value for c in book["Jours 2"]["A"]] == ["Rang", 2, 3]
    # Excel shows no negative duration.
    assert book["Jours 3"]["B2"].value == "-1\u00a0h\u00a000"


def test_hours_by_premium_are_words() -> None:
    tiers = (PremiumMinutes(rate=250, minutes=480), PremiumMinutes(rate=500, minutes=90))

    assert tiers_words(tiers) == "8 h 00 à 25 %, 1 h 30 à 50 %"
    assert tiers_words(()) == ""
