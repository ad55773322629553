"""What the screens say before anything is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.api.page.every_role import HTML
from tests.api.service import serve

if TYPE_CHECKING:
    from sqlalchemy import Engine


def test_an_empty_service_says_what_comes_first(sqlite_engine: Engine) -> None:
    chief = serve(sqlite_engine).client("rh", "responsable")

    assert "il faut une agence" in chief.get("/semaine-type", headers=HTML).text
    assert "Aucune agence encore" in chief.get("/calendrier", headers=HTML).text
