"""Backups, memory and printing: what the machine must have beside the database."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.database.engine import connect
from api.database.safeguard import ASIDE
from api.ops import machine as clocks
from api.ops.check import Grade
from api.ops.machine import LATE, OLD, RELEASED, backups, clock, memory, printing, zone
from api.settings import Settings

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def backed_up(folder: Path, age: timedelta, content: str = "données") -> Path:
    path = folder / f"sauvegarde-{int(age.total_seconds())}"
    path.write_text(content, "utf-8")
    moment = (NOW - age).timestamp()
    os.utime(path, (moment, moment))
    return path


@pytest.mark.parametrize(("age", "state"), [(OLD, Grade.OK), (OLD + SECOND, Grade.WARNING)])
def test_the_newest_backup_is_a_day_old_at_most(
    tmp_path: Path, age: timedelta, state: Grade
) -> None:
    backed_up(tmp_path, timedelta(days=90))
    backed_up(tmp_path, age)
    check = backups(Settings(backup_folder=str(tmp_path)), NOW)

    assert check.state is state
    assert check.text.partition(" ")[2] == "a 26 h (attendu : au plus 26)"


def test_no_backup_is_a_fault(tmp_path: Path) -> None:
    settings = Settings(backup_folder=str(tmp_path))

    assert backups(settings, NOW).state is Grade.FAULT
    backed_up(tmp_path, SECOND, content="")
    assert backups(settings, NOW).text == "sauvegarde-1 est vide"
    assert backups(Settings(backup_folder=str(tmp_path / "absent"))).state is Grade.FAULT


def test_what_a_killed_backup_left_is_no_backup(tmp_path: Path) -> None:
    left = tmp_path / f"{ASIDE}x"
    left.mkdir()
    (left / "sauvegarde").write_bytes(b"la moitie")

    check = backups(Settings(backup_folder=str(tmp_path)))

    assert (check.state, check.text) == (Grade.FAULT, f"{tmp_path} est vide (rota backup)")


def test_backups_that_nobody_watches_are_worth_a_look() -> None:
    assert backups(Settings()).state is Grade.WARNING


@pytest.mark.parametrize(
    ("group", "machine", "state"),
    [
        ("max\n", "MemTotal:       2621440 kB\n", Grade.OK),
        ("max\n", "MemTotal:       2621439 kB\n", Grade.WARNING),
        (f"{2560 << 20}\n", "MemTotal:       99999999 kB\n", Grade.OK),
        (f"{2559 << 20}\n", "MemTotal:       99999999 kB\n", Grade.WARNING),
        (None, None, Grade.WARNING),
        (None, "autre chose", Grade.WARNING),
    ],
)
def test_calculations_have_room_in_the_machine_or_its_container(
    tmp_path: Path, group: str | None, machine: str | None, state: Grade
) -> None:
    settings = Settings(solves=1, solve_processes=2, solve_memory_mb=1024)
    for name, text in (("groupe", group), ("machine", machine)):
        if text is not None:
            (tmp_path / name).write_text(text, "ascii")

    assert memory(settings, tmp_path / "groupe", tmp_path / "machine").state is state


def test_a_sheet_can_be_set() -> None:
    assert printing().text == "typst compose, police DejaVu Sans"


def test_the_rules_of_paris_are_known_as_far_as_2037() -> None:
    assert zone().text == "Europe/Paris, changements d’heure connus jusqu’en 2037"
    assert zone().state is Grade.OK


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Etc/GMT-1", "Etc/GMT-1 : changements d’heure inattendus en 2026"),
        ("America/New_York", "America/New_York : changements d’heure inattendus en 2026"),
        ("Europe/Nulle_Part", "Europe/Nulle_Part est inconnu de cette machine (paquet tzdata)"),
    ],
)
def test_other_rules_are_a_fault(monkeypatch: pytest.MonkeyPatch, name: str, text: str) -> None:
    monkeypatch.setattr(clocks, "ZONE", name)

    assert (zone().state, zone().text) == (Grade.FAULT, text)


def test_a_clock_before_the_release_is_a_fault(sqlite_engine: Engine) -> None:
    assert clock(sqlite_engine, RELEASED).state is Grade.OK
    assert clock(sqlite_engine, RELEASED - timedelta(seconds=1)).text == (
        "31/10/2026 23:59 : cette date est passée depuis longtemps"
    )


def test_a_clock_agrees_with_the_database_s(engine: Engine) -> None:
    assert clock(engine).state is Grade.OK


def test_a_clock_that_is_apart_from_the_server_s_is_a_fault(postgres: str) -> None:
    engine = connect(postgres)
    check = clock(engine, datetime.now(UTC) + timedelta(seconds=60 * LATE))
    engine.dispose()

    assert check.state is Grade.FAULT
    assert check.text.endswith("d’écart avec celle de la base (attendu : au plus 5)")
