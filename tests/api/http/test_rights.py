from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.http.conftest import loaded, serve
from tests.api.http.rights import Doors, disagreements, routes

if TYPE_CHECKING:
    from sqlalchemy import Engine

OFTEN = ("absences", "besoins", "personnes")
"""Kinds of rows whose routes are walked each time; all are walked by `make prove`."""


@pytest.fixture
def doors(sqlite_engine: Engine) -> Doors:
    loaded(sqlite_engine)
    return Doors(serve(sqlite_engine).app, sqlite_engine)


def test_every_door_opens_to_whom_the_table_says_and_shuts_alike(doors: Doors) -> None:
    chosen = [
        one
        for one in routes(doors.app)
        if "/donnees/" not in one.path or one.path.split("/donnees/")[1].split("/")[0] in OFTEN
    ]

    assert len(chosen) > 100
    assert disagreements(doors, chosen, whole=False) == []
