"""Somebody with whom one shares no dispositif is not there to be swapped with."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.page.every_role import HTML
from tests.api.service import serve
from tests.api.two_agencies import NOW, OWN, furnished

MONDAY, THEIRS = "P-J-2026-03-02", "M-J-2026-03-02"


@pytest.fixture
def ada(sqlite_engine: Engine) -> TestClient:
    furnished(sqlite_engine)
    made = serve(sqlite_engine)
    made.app.state.now = lambda: NOW
    return made.client("mediateur", agency=OWN, person="ada")


@pytest.mark.parametrize("takes", ["", THEIRS])
def test_a_stranger_and_their_shifts_are_tried_as_nobody_s_are(ada: TestClient, takes: str) -> None:
    stranger, nobody = (
        ada.get(
            "/moi/echanges/essai",
            params={"service": MONDAY, "avec": person, "contre": takes},
            headers=HTML,
        )
        for person in ("zoe", "personne")
    )

    assert (stranger.status_code, stranger.content) == (404, nobody.content)


def test_a_stranger_is_asked_as_nobody_is(ada: TestClient) -> None:
    stranger, nobody = (
        ada.post(
            "/api/v1/echanges",
            json={"gives": MONDAY, "other": person},
            headers={"Idempotency-Key": person},
        )
        for person in ("zoe", "personne")
    )

    assert stranger.status_code == nobody.status_code == 422
    assert stranger.json()["errors"] == [
        {"field": "other", "received": "zoe", "expected": "l’identifiant d’un collègue"}
    ]
