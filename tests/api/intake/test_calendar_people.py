"""Calendars made elsewhere: whose they are."""

from datetime import date
from pathlib import Path

import pytest

from api.intake.foreign_file import read_foreign
from tests.api.intake.calendars import calendar, event
from tests.api.intake.files import csv_file, refusals


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("X-WR-CALNAME:Ada Lemoine", "Ada Lemoine"),
        ("NAME:Planning – Ada L.", "Ada L."),
        ("X-WR-CALNAME:Calendrier d'Ada", "Ada"),
        ("X-WR-CALDESC:x", "ada"),
    ],
)
def test_a_calendar_is_its_persons_by_its_name_or_its_files(
    tmp_path: Path, name: str, person: str
) -> None:
    (shift,) = read_foreign(calendar(tmp_path, event(), name=name)).shifts

    assert shift.person == person


def test_a_person_known_by_the_file_s_name_alone_is_told(tmp_path: Path) -> None:
    said = csv_file(tmp_path, "champ;colonne\npersonne;résumé", "correspondance.csv")
    bare = calendar(tmp_path, event("SUMMARY:Bob Petit"), name="X:y")
    named = calendar(tmp_path, event(), file="bob.ics")

    assert [n for n in read_foreign(bare).notes if "nom du fichier" in n] == [
        (
            "personne prise du nom du fichier : ni le calendrier ni un participant ne la nomme, et "
            "les titres ne sont pas lus comme des noms (sinon, donnez une correspondance avec "
            "la ligne personne;resume) (ada.ics, ligne 4)"
        )
    ]
    for reading in (read_foreign(bare, mapping=said), read_foreign(named)):
        assert not any("nom du fichier" in note for note in reading.notes)


def test_a_participant_tells_who_where_the_calendar_has_no_name(tmp_path: Path) -> None:
    meeting = event("ATTENDEE;CN=Bob Petit:mailto:bob@exemple.fr", "ORGANIZER:mailto:rh@exemple.fr")
    two = event("ATTENDEE:mailto:bob@exemple.fr", "ATTENDEE:mailto:ada@exemple.fr")

    reading = read_foreign(calendar(tmp_path, meeting, two, name="X:y"))

    assert [(s.person, s.also) for s in reading.shifts] == [("Bob Petit", ("rh", "ada"))]
    assert refusals(reading) == [
        (
            "ada.ics, ligne 12, colonne « ATTENDEE » : reçu « Nuit », attendu : un seul "
            "participant : un calendrier par personne"
        )
    ]


@pytest.mark.parametrize(
    ("where", "person"),
    [
        *(("calendrier", "Ada"), ("participant", "Bob"), ("organisateur", "rh")),
        *(("résumé", "Cléo"), ("fichier", "ada")),
    ],
)
def test_a_mapping_says_where_the_person_is(tmp_path: Path, where: str, person: str) -> None:
    said = csv_file(tmp_path, f"champ;colonne\npersonne;{where}", "correspondance.csv")
    people = ("ATTENDEE;CN=Bob:mailto:b@x.fr", "ORGANIZER:mailto:rh@x.fr")
    part = event("SUMMARY:Cléo - Nuit", *people)

    (shift,) = read_foreign(calendar(tmp_path, part), mapping=said).shifts

    assert shift.person == person


def test_a_folder_of_calendars_is_a_team(tmp_path: Path) -> None:
    calendar(tmp_path, event())
    calendar(tmp_path, event(), name="X-WR-CALNAME:Bob", file="bob.ics")

    reading = read_foreign(tmp_path)

    assert reading.people == ("Ada", "Bob")
    assert reading.days == (date(2026, 6, 1), date(2026, 6, 1))
