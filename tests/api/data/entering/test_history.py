"""Who changed a row, when and what, as responsables and RH may read it over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.api.page.data.examples import keys

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from tests.api.service import Service

RH, BOSS = "/api/v1/rh/donnees/absences", "/api/v1/responsable/donnees/absences"
AWAY = {"mediator": "ada", "start": "2026-03-10", "end": "2026-03-12", "kind": "conge"}


def changed(client: TestClient, address: str, number: int, **values: Any) -> None:
    match = {"If-Match": f'"absences-{address.rpartition("/")[2]}-{number}"'}
    answer = client.put(address, json=AWAY | values, headers=match)
    assert answer.status_code == 200, answer.text


def history(client: TestClient, address: str) -> list[tuple[str, dict[str, tuple[Any, Any]]]]:
    answer = client.get(f"{address}/historique")
    assert answer.status_code == 200, answer.text
    return [
        (item["action"], {f["field"]: (f["before"], f["after"]) for f in item["fields"]})
        for item in answer.json()["items"]
    ]


def test_each_change_says_what_was_and_what_is_the_last_first(service: Service) -> None:
    rh = service.client("rh")
    key = rh.post(RH, json=AWAY).json()["key"]
    changed(rh, f"{RH}/{key}", 1, end="2026-03-13")

    last, first = history(rh, f"{RH}/{key}")

    assert last == ("modifier", {"end": ("2026-03-12", "2026-03-13")})
    assert first[0] == "ajouter"
    assert first[1]["mediator"] == (None, "ada")
    item = rh.get(f"{RH}/{key}/historique").json()["items"][0]
    assert item["by"] == "Essai"
    assert item["at"].endswith("Z")


def test_a_reason_of_health_is_told_to_rh_alone(service: Service) -> None:
    rh, boss = service.client("rh"), service.client("responsable", agency="ville")
    key = rh.post(RH, json=AWAY | {"kind": "maladie"}).json()["key"]
    changed(rh, f"{RH}/{key}", 1, kind="accident_travail")

    assert history(rh, f"{RH}/{key}")[0] == ("modifier", {"kind": ("maladie", "accident_travail")})
    # Neither the reason, nor that something that they don't see was changed.
    (only,) = history(boss, f"{BOSS}/{key}")
    assert only[0] == "ajouter"
    assert set(only[1]) == {"mediator", "start", "end"}


def test_a_row_that_is_gone_keeps_its_history(service: Service) -> None:
    boss = service.client("responsable", agency="ville")
    key = boss.post(BOSS, json=AWAY).json()["key"]
    match = {"If-Match": f'"absences-{key}-1"'}
    assert boss.delete(f"{BOSS}/{key}", headers=match).status_code == 204

    assert [action for action, _ in history(boss, f"{BOSS}/{key}")] == ["supprimer", "ajouter"]
    assert boss.get(f"{BOSS}/999999/historique").status_code == 404


def test_another_agencys_history_answers_as_none_would(two: Service) -> None:
    rh, mine = two.client("rh"), two.client("responsable", agency="ville")
    theirs = next(
        key
        for key, row in keys(rh, "/api/v1/rh/donnees/personnes").items()
        if row["agency"].startswith("001~")
    )
    key = rh.post(RH, json=AWAY | {"mediator": "001~ada"}).json()["key"]
    match = {"If-Match": f'"absences-{key}-1"'}
    assert rh.delete(f"{RH}/{key}", headers=match).status_code == 204

    none = mine.get(f"{BOSS}/999999/historique")
    for foreign in (
        mine.get(f"{BOSS}/{key}/historique"),
        mine.get(f"/api/v1/responsable/donnees/personnes/{theirs}/historique"),
    ):
        assert (foreign.status_code, foreign.json()["detail"]) == (404, none.json()["detail"])
    assert [action for action, _ in history(rh, f"{RH}/{key}")] == ["supprimer", "ajouter"]


def test_what_a_mediateur_asks_for_is_in_the_history_of_the_row_that_it_makes(
    service: Service,
) -> None:
    ada = service.client("mediateur", person="ada")
    wish = {"start": "2027-03-11", "end": "2027-03-12", "wants": False, "weight": 5}
    made = ada.post("/api/v1/souhaits", json=wish)
    assert made.status_code == 201, made.text

    boss = service.client("responsable", agency="ville")
    address = f"/api/v1/responsable/donnees/souhaits/{made.json()['key']}"
    ((action, fields),) = history(boss, address)
    assert (action, fields["weight"]) == ("ajouter", (None, 5))
