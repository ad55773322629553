"""Who changed a row, when and what, as responsables and RH may read it over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.api.entered import ROWS, add, keys, put, remove, where

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from tests.api.service import Service

AWAY = {"mediator": "ada", "start": "2026-03-10", "end": "2026-03-12", "kind": "conge"}


def history(
    client: TestClient, row: dict[str, Any]
) -> list[tuple[str, dict[str, tuple[Any, Any]]]]:
    answer = client.get(f"{where(row)}/historique")
    assert answer.status_code == 200, answer.text
    return [
        (item["action"], {f["field"]: (f["before"], f["after"]) for f in item["fields"]})
        for item in answer.json()["items"]
    ]


def test_each_change_says_what_was_and_what_is_the_last_first(service: Service) -> None:
    rh = service.client("rh")
    row = add(rh, "absences", AWAY)
    assert put(rh, row, AWAY | {"end": "2026-03-13"}).status_code == 200

    last, first = history(rh, row)

    assert last == ("modifier", {"end": ("2026-03-12", "2026-03-13")})
    assert first[0] == "ajouter"
    assert first[1]["mediator"] == (None, "ada")
    item = rh.get(f"{where(row)}/historique").json()["items"][0]
    assert item["by"] == "Essai"
    assert item["at"].endswith("Z")


def test_a_reason_of_health_is_told_to_rh_alone(service: Service) -> None:
    rh, boss = service.client("rh"), service.client("responsable", agency="ville")
    row = add(rh, "absences", AWAY | {"kind": "maladie"})
    assert put(rh, row, AWAY | {"kind": "accident_travail"}).status_code == 200

    assert history(rh, row)[0] == ("modifier", {"kind": ("maladie", "accident_travail")})
    # Neither the reason, nor that something that they don't see was changed.
    (only,) = history(boss, row)
    assert only[0] == "ajouter"
    assert set(only[1]) == {"mediator", "start", "end"}


def test_a_row_that_is_gone_keeps_its_history(service: Service) -> None:
    boss = service.client("responsable", agency="ville")
    row = add(boss, "absences", AWAY)
    assert remove(boss, row).status_code == 204

    assert [action for action, _ in history(boss, row)] == ["supprimer", "ajouter"]
    assert boss.get(f"{ROWS}/absences/999999/historique").status_code == 404


def test_another_agencys_history_answers_as_none_would(two: Service) -> None:
    rh, mine = two.client("rh"), two.client("responsable", agency="ville")
    theirs = next(
        key for key, row in keys(rh, "personnes").items() if row["agency"].startswith("001~")
    )
    row = add(rh, "absences", AWAY | {"mediator": "001~ada"})
    assert remove(rh, row).status_code == 204

    none = mine.get(f"{ROWS}/absences/999999/historique")
    for foreign in (
        mine.get(f"{where(row)}/historique"),
        mine.get(f"{ROWS}/personnes/{theirs}/historique"),
    ):
        assert (foreign.status_code, foreign.json()["detail"]) == (404, none.json()["detail"])
    assert [action for action, _ in history(rh, row)] == ["supprimer", "ajouter"]


def test_what_a_mediateur_asks_for_is_in_the_history_of_the_row_that_it_makes(
    service: Service,
) -> None:
    ada = service.client("mediateur", person="ada")
    wish = {"start": "2027-03-11", "end": "2027-03-12", "wants": False, "weight": 5}
    made = ada.post("/api/v1/souhaits", json=wish)
    assert made.status_code == 201, made.text

    boss = service.client("responsable", agency="ville")
    ((action, fields),) = history(boss, {"kind": "souhaits", "key": made.json()["key"]})
    assert (action, fields["weight"]) == ("ajouter", (None, 5))
