from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.api.data.folder.folders import faults, loaded, small

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "id;titre;site;matin;apres_midi;du;au;toutes_les;ical\n"
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//CFA//FR
BEGIN:VEVENT
UID:1
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20260302
DTEND;VALUE=DATE:20260304
SUMMARY:AMIS
END:VEVENT
END:VCALENDAR
"""


def cohort(tmp_path: Path, line: str, days: str = "") -> Path:
    folder = small(tmp_path)
    (folder / "cohortes.csv").write_text(f"{HEADER}{line}\n", encoding="utf-8")
    text = f"cohorte;debut;fin;sans_cours\n{days}"
    (folder / "dates_cohortes.csv").write_text(text, encoding="utf-8")
    (folder / "cfa.ics").write_text(CALENDAR.replace("\n", "\r\n"), encoding="utf-8")
    return folder


def test_a_rhythm_gives_one_week_in_four_less_the_days_without_class(tmp_path: Path) -> None:
    line = "AMIS-2025;AMIS;cfa;09:00-12:30;;02/03/2026;03/04/2026;4;"
    folder = cohort(tmp_path, line, "AMIS-2025;30/03/2026;31/03/2026;oui\n")
    (only,) = loaded(folder).cohorts
    assert only.dates == (
        *(date(2026, 3, day) for day in (2, 3, 4, 5, 6)),
        *(date(2026, 4, day) for day in (1, 2, 3)),
    )
    assert {span.minutes for _, span in only.sessions} == {210}


def test_the_centre_s_calendar_gives_dates(tmp_path: Path) -> None:
    (only,) = loaded(cohort(tmp_path, "AMIS-2025;AMIS;cfa;09:00-12:30;;;;;cfa.ics")).cohorts
    assert only.dates == (date(2026, 3, 2), date(2026, 3, 3))


def test_listed_dates_are_added_to_the_centre_s_calendar(tmp_path: Path) -> None:
    line = "AMIS-2025;AMIS;cfa;09:00-12:30;;;;;cfa.ics"
    (only,) = loaded(cohort(tmp_path, line, "AMIS-2025;09/03/2026;09/03/2026;\n")).cohorts
    assert only.dates == (date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 9))


def test_a_calendar_that_is_not_there_or_elsewhere_is_refused(tmp_path: Path) -> None:
    for name in ("absent.ics", "../cfa.ics"):
        folder = cohort(tmp_path / name.strip("./"), f"AMIS-2025;AMIS;cfa;09:00-12:30;;;;;{name}")
        assert faults(folder) == [
            (
                f"cohortes.csv, ligne 2, colonne « ical » : reçu « {name} », "
                "attendu : le nom d’un fichier .ics du dossier"
            )
        ]


def test_a_file_that_is_no_calendar_is_refused(tmp_path: Path) -> None:
    folder = cohort(tmp_path, "AMIS-2025;AMIS;cfa;09:00-12:30;;;;;cfa.ics")
    (folder / "cfa.ics").write_text("bonjour\n", encoding="utf-8")
    (message,) = faults(folder)
    assert message.startswith("cohortes.csv, ligne 2, colonne « ical » : reçu « cfa.ics »")


def test_a_rhythm_has_a_beginning_and_an_end(tmp_path: Path) -> None:
    folder = cohort(tmp_path, "AMIS-2025;AMIS;cfa;09:00-12:30;;02/03/2026;;4;")
    (message,) = faults(folder)
    assert message.startswith("cohortes.csv, ligne 2, colonne « au » : reçu rien")
