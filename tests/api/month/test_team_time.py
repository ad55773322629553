"""What a compulsory meeting can't be had with is said before any search."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from api.data.folder.load import load
from api.month.frames import framed
from api.month.team_time import team_time_conflicts
from scheduler.domain.problem import Lock
from tests.api.data.building.test_team_time import HEAD
from tests.api.data.folder.folders import with_files
from tests.api.planning.test_team_time import EVENINGS

if TYPE_CHECKING:
    from pathlib import Path

MARCH, BEFORE = date(2026, 3, 1), datetime(2026, 2, 20, 9, tzinfo=UTC)
NIGHTS = {
    **EVENINGS,
    "absences": "personne;debut;fin;motif",
    "dates_cohortes": "cohorte;debut;fin|AMIS-2025;23/03/2026;27/03/2026",
}


def conflicts(
    tmp_path: Path, line: str, *locks: tuple[str, str], now: datetime = BEFORE, **files: str
) -> tuple[str, ...]:
    association = load(with_files(tmp_path, temps_equipe=HEAD + line, **files))
    held = tuple(Lock(mediator=who, slot=slot, by="Elsa", why="Mairie") for who, slot in locks)
    return team_time_conflicts(framed(replace(association, locks=held), MARCH, None, now), now)


def test_a_night_that_ends_too_near_a_compulsory_morning_names_people_and_hours(
    tmp_path: Path,
) -> None:
    line = "R;Réunion;P;;cfa;{start};14:00;;11/03/2026;;;;;;obligatoire;;"

    assert conflicts(tmp_path / "a", line.format(start="12:30"), **NIGHTS) == ()
    (text,) = conflicts(tmp_path / "b", line.format(start="12:29"), **NIGHTS)
    assert text == (
        "Temps d’équipe obligatoire « Réunion », mercredi 11/03 12h29–14h, Centre de formation : "
        "Ada Lemoine, Brice Kouassi, Dorian Leval et 2 autres y vont, et le poste de "
        "mardi 10/03 18h30–1h30, Place du Marché n’a plus que 1 personne possible pour 2 "
        "au moins (Ada Lemoine : 10 h 59 de repos avant la reprise du 11/03/2026, "
        "au lieu de 11 h 00 (L3131-1))"
    )


def test_a_meeting_that_leaves_enough_people_for_the_night_says_nothing(tmp_path: Path) -> None:
    line = "R;Réunion;P;ada,brice,dorian;cfa;09:30;12:00;;11/03/2026;;;;;;obligatoire;;"

    assert conflicts(tmp_path, line, **NIGHTS) == ()


def test_a_lock_on_the_night_before_keeps_its_person_away(tmp_path: Path) -> None:
    line = "R;Réunion;P;ada,brice;cfa;09:30;12:00;;11/03/2026;;;;;;obligatoire;;"
    (text,) = conflicts(tmp_path, line, ("ada", "P-N-2026-03-10"), **NIGHTS)

    assert text == (
        "Temps d’équipe obligatoire « Réunion », mercredi 11/03 9h30–12h, Centre de formation : "
        "Ada Lemoine : 8 h 00 de repos avant la reprise du 11/03/2026, au lieu de 11 h 00 (L3131-1)"
    )


def test_two_compulsory_meetings_at_once_contradict(tmp_path: Path) -> None:
    line = (
        "R;Réunion;P;ada;cfa;09:30;12:00;;11/03/2026;;;;;;obligatoire;;|"
        "S;Exposition;P;ada;place;11:59;14:00;;11/03/2026;;;;;;obligatoire;;"
    )
    (text,) = conflicts(tmp_path, line)

    assert "deux affectations se chevauchent de 0 h 01 le 11/03/2026" in text


def test_a_wanted_meeting_and_a_past_one_contradict_nothing(tmp_path: Path) -> None:
    wanted = "R;Réunion;P;;cfa;09:30;12:00;;11/03/2026;;;;;;souhaitee;;"
    held = wanted.replace("souhaitee", "obligatoire")
    later = datetime(2026, 3, 11, 9, tzinfo=UTC)

    assert conflicts(tmp_path / "a", wanted, **NIGHTS) == ()
    assert len(conflicts(tmp_path / "b", held, **NIGHTS)) == 1
    assert conflicts(tmp_path / "c", held, now=later, **NIGHTS) == ()
