"""What a compulsory meeting can't be had with is said before any search."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.data.association import Association, Published
from api.data.folder.load import load
from api.month.frames import framed
from api.month.team_time import team_time_conflicts
from api.planning.problem import assemble
from scheduler.domain.problem import Lock, Worked
from scheduler.domain.time import minute_at
from tests.api.commands import rota
from tests.api.data.building.test_team_time import HEAD
from tests.api.data.folder.folders import with_files
from tests.api.planning.test_team_time import EVENINGS

MARCH, BEFORE = date(2026, 3, 1), datetime(2026, 2, 20, 9, tzinfo=UTC)
NIGHTS = {
    **EVENINGS,
    "absences": "personne;debut;fin;motif",
    "dates_cohortes": "cohorte;debut;fin|AMIS-2025;23/03/2026;27/03/2026",
}


def conflicts(
    tmp_path: Path,
    line: str,
    files: Mapping[str, str],
    *locks: tuple[str, str],
    now: datetime = BEFORE,
) -> tuple[str, ...]:
    association = load(with_files(tmp_path, temps_equipe=HEAD + line, **files))
    kept = tuple(Lock(mediator=who, slot=slot, by="Elsa", why="Mairie") for who, slot in locks)
    return team_time_conflicts(
        framed(replace(association, locks=kept), MARCH, None, now), minute_at(now)
    )


def test_a_night_that_ends_too_near_a_compulsory_morning_names_people_and_hours(
    tmp_path: Path,
) -> None:
    line = "R;Réunion;P;;cfa;{start};14:00;;11/03/2026;;;;;;obligatoire;;"

    assert conflicts(tmp_path / "a", line.format(start="12:30"), NIGHTS) == ()
    (text,) = conflicts(tmp_path / "b", line.format(start="12:29"), NIGHTS)
    assert text == (
        "Temps d’équipe obligatoire « Réunion », mer. 11 mars, 12\u00a0h\u00a029 – 14\u00a0h, "
        "Centre de formation : Ada Lemoine, Brice Kouassi, Dorian Leval et 2\u00a0autres y vont, "
        "et le poste de mar. 10 mars, 18\u00a0h\u00a030 – 1\u00a0h\u00a030 (lendemain), "
        "Place du Marché n’a plus que 1 personne possible pour 2 au moins (Ada Lemoine : "
        "10 h 59 de repos avant la reprise du 11/03/2026, au lieu de 11 h 00 (L3131-1))"
    )


def test_a_meeting_that_leaves_enough_people_for_the_night_says_nothing(tmp_path: Path) -> None:
    line = "R;Réunion;P;ada,brice,dorian;cfa;09:30;12:00;;11/03/2026;;;;;;obligatoire;;"

    assert conflicts(tmp_path, line, NIGHTS) == ()


def test_a_lock_on_the_night_before_keeps_its_person_away(tmp_path: Path) -> None:
    line = "R;Réunion;P;ada,brice;cfa;09:30;12:00;;11/03/2026;;;;;;obligatoire;;"
    (text,) = conflicts(tmp_path, line, NIGHTS, ("ada", "P-N-2026-03-10"))

    assert text == (
        "Temps d’équipe obligatoire « Réunion », mer. 11 mars, 9\u00a0h\u00a030 – 12\u00a0h, "
        "Centre de formation : Ada Lemoine : 8 h 00 de repos avant la reprise du 11/03/2026, "
        "au lieu de 11 h 00 (L3131-1)"
    )


def test_two_compulsory_meetings_at_once_contradict(tmp_path: Path) -> None:
    line = (
        "R;Réunion;P;ada;cfa;09:30;12:00;;11/03/2026;;;;;;obligatoire;;|"
        "S;Exposition;P;ada;place;11:59;14:00;;11/03/2026;;;;;;obligatoire;;"
    )
    (text,) = conflicts(tmp_path, line, {})

    assert "deux affectations se chevauchent de 0 h 01 le 11/03/2026" in text


def test_a_wanted_meeting_contradicts_nothing(tmp_path: Path) -> None:
    wanted = "R;Réunion;P;;cfa;09:30;12:00;;11/03/2026;;;;;;souhaitee;;"

    assert conflicts(tmp_path / "a", wanted, NIGHTS) == ()
    assert conflicts(tmp_path / "b", wanted.replace("souhaitee", "obligatoire"), NIGHTS) != ()


def test_what_is_published_and_has_begun_is_over(tmp_path: Path) -> None:
    line = "R;Réunion;P;;cfa;09:30;12:00;;11/03/2026;;;;;;obligatoire;;"
    later = datetime(2026, 3, 11, 9, tzinfo=UTC)
    association = load(with_files(tmp_path, temps_equipe=HEAD + line, **NIGHTS))
    (night, *_) = assemble(association, MARCH, date(2026, 3, 31)).slots
    row = Published(uid="u", worked=Worked(mediator="ada", duty=night.duty))

    def said(of: Association) -> bool:
        return bool(team_time_conflicts(framed(of, MARCH, None, later), minute_at(later)))

    assert said(association)
    assert not said(replace(association, history={"2026-03": (row,)}))


@pytest.mark.long
def test_the_command_line_says_it_and_leaves_the_posts_open(tmp_path: Path) -> None:
    line = "R;Réunion;P;;cfa;09:30;12:00;;10/03/2026;;;;;;obligatoire;;"
    folder = with_files(tmp_path, temps_equipe=HEAD + line)
    made = rota(
        *("generate", str(folder), "--mois", "2026-03", "--secondes", "5"),
        *("--sortie", str(tmp_path / "out")),
    )

    assert made.exit_code == 0
    assert "Attention : Temps d’équipe obligatoire « Réunion », mar. 10 mars" in made.output
    rows = (
        (tmp_path / "out" / "2026-03" / "planning-2026-03.csv").read_text("utf-8-sig").splitlines()
    )
    kept = [row for row in rows if ";R-2026-03-10;pourvu;" in row]
    assert len(kept) == 6
    assert all(";temps d’équipe;" in row and ";150;" in row for row in kept)
