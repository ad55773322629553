import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.database.counters import DATA, raise_number
from api.database.engine import writing
from tests.api.month.planned import MONDAY, PAIR, add, begin, edit, planned
from tests.api.service import Service


@pytest.fixture
def service(sqlite_engine: Engine) -> Iterator[Service]:
    yield from planned(sqlite_engine)


@pytest.fixture
def client(service: Service) -> TestClient:
    return service.client("responsable", agency="ville")


def version(client: TestClient, *operations: dict[str, str]) -> str:
    where = begin(client)
    edit(client, where, 1, *operations)
    return f"{where}/versions/2"


READINGS = ("creneaux", "constats")


@pytest.mark.parametrize("path", READINGS)
def test_what_a_client_has_already_is_not_made_again(
    client: TestClient, service: Service, path: str
) -> None:
    where = version(client, *PAIR)
    first = client.get(f"{where}/{path}")
    tag = {"If-None-Match": first.headers["ETag"]}

    again = client.get(f"{where}/{path}", headers=tag)

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    # Another version has another tag, and so has this one once its data have changed.
    assert client.get(f"{where.removesuffix('2')}1/{path}", headers=tag).status_code == 200
    with writing(service.engine) as session:
        raise_number(session, DATA)
    assert client.get(f"{where}/{path}", headers=tag).status_code == 200


def test_a_shift_that_has_begun_changes_the_tag(client: TestClient, service: Service) -> None:
    where = version(client, *PAIR)
    planned = client.get(f"{where}/creneaux").headers["ETag"]

    service.app.state.now = lambda: datetime(2026, 3, 20, tzinfo=UTC)

    # Nothing is published: a day that is over changes nothing.
    assert client.get(f"{where}/creneaux").headers["ETag"] == planned


def test_a_tag_opens_nothing_to_who_may_not_read(client: TestClient, service: Service) -> None:
    where = version(client, *PAIR)
    tag = {"If-None-Match": client.get(f"{where}/creneaux").headers["ETag"]}

    other = service.client("responsable", agency="ailleurs")

    assert other.get(f"{where}/creneaux", headers=tag).status_code == 404


def test_why_somebody_is_away_is_in_no_answer(client: TestClient) -> None:
    where = version(client, *PAIR)

    for path in READINGS:
        text = client.get(f"{where}/{path}").text
        assert "conge" not in text.replace("congés", "").lower(), path


def test_slots_say_what_they_need_and_who_holds_them(client: TestClient) -> None:
    where = version(client, *PAIR)

    day = client.get(f"{where}/creneaux", params={"day": "2026-03-02"}).json()["items"]
    all_of_them = client.get(f"{where}/creneaux", params={"limit": 1}).json()

    assert [(s["id"], s["people"], s["missing"], s["vital"]) for s in day] == [
        (MONDAY, ["ada", "brice"], 1, False)
    ]
    assert day[0]["needs"] == [
        {
            "roles": ["mediateur"],
            "titles": [],
            "minimum": 2,
            "target": 3,
            "maximum": 3,
            "have": 2,
        }
    ]
    assert all_of_them["next"] is not None
    wrong = client.get(f"{where}/creneaux", params={"dispositif": "Q"})
    assert wrong.json()["errors"][0]["field"] == "query.dispositif"


def test_candidates_come_best_first_then_whom_a_rule_stops_then_who_never_could(
    client: TestClient,
) -> None:
    where = version(client, PAIR[0])

    body = client.post(f"{where}/creneaux/{MONDAY}/candidats", json={}).json()

    assert [person["person"] for person in body["holding"]] == ["ada"]
    assert [eligible["person"] for eligible in body["eligible"]] == ["brice", "chloe"]
    assert all(eligible["due"] > eligible["planned"] > 0 for eligible in body["eligible"])
    stopped = {eligible["person"]: eligible["findings"] for eligible in body["ineligible"]}
    assert set(stopped) == {"dorian", "elsa"}
    assert all(f["blocks"] and f["article"] and f["message"] for f in stopped["elsa"])
    assert [
        (person["person"], [w["code"] for w in person["why"]]) for person in body["unable"]
    ] == [("farid", ["role"])]
    (hole,) = body["open"]
    assert (hole["cause"], hole["why"], hole["nearest"]) == (
        "rien_ne_l_empeche",
        "rien ne l’empêche, quelqu’un peut venir sans rien enfreindre",
        "Brice Kouassi",
    )


def test_whoever_would_be_replaced_leaves_the_slot_first(client: TestClient) -> None:
    where = version(client, *PAIR, add("chloe", MONDAY))
    path = f"{where}/creneaux/{MONDAY}/candidats"

    body = client.post(path, json={"instead_of": "ada"}).json()
    wrong = client.post(path, json={"instead_of": "elsa"})

    assert [person["person"] for person in body["holding"]] == ["brice", "chloe"]
    assert wrong.json()["errors"] == [
        {
            "field": "instead_of",
            "received": "elsa",
            "expected": "une personne qui tient ce créneau",
        }
    ]


def test_findings_say_who_answers_for_them_and_what_stops(client: TestClient) -> None:
    where = version(client, PAIR[0])

    body = client.get(f"{where}/constats", params={"blocking": True}).json()

    assert [f["rule_id"] for f in body["items"]] == ["binome_size"]
    assert body["stopping"] == [body["items"][0]["code"]]
    assert body["items"][0]["acknowledged_by"] is None


def test_numbers_in_addresses_are_bounded(client: TestClient) -> None:
    where = begin(client)

    for wrong in ("0", str(2**31), "x"):
        assert client.get(f"{where}/versions/{wrong}").status_code == 422
    assert json.loads(client.get(f"{where}/versions/2").text)["code"] == "introuvable"
