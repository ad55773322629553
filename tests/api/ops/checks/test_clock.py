from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from api.database.engine import connect
from api.ops.check import Grade
from api.ops.checks import clock as clocks
from api.ops.checks.clock import LATE, RELEASED, clock, zone


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
