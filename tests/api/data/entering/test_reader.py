from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.data.entering.reader import minor_until
from api.data.rows.kinds import KINDS
from tests.api.entered import ROWS, add, keys, of, post, put, remove, rows, where
from tests.api.page.data.forms import get, submit
from tests.api.service import NOW, Service

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("birth", "last"),
    [
        (None, None),
        ("1990-01-01", None),
        ("2008-03-01", None),
        ("2008-03-02", "2026-03-01"),
        ("2008-03-03", "2026-03-02"),
        ("2008-02-29", None),
        ("2012-02-29", "2030-02-28"),
    ],
)
def test_a_minor_is_one_until_the_day_before_the_birthday(
    birth: str | None, last: str | None
) -> None:
    assert minor_until(birth, TODAY) == last


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
    service.app.state.now = lambda: NOW
    ada = service.client("mediateur", person="ada")
    wish = {"start": "2026-03-11", "end": "2026-03-12", "wants": False, "weight": 5}
    made = ada.post("/api/v1/souhaits", json=wish)
    assert made.status_code == 201, made.text

    boss = service.client("responsable", agency="ville")
    ((action, fields),) = history(boss, {"kind": "souhaits", "key": made.json()["key"]})
    assert (action, fields["weight"]) == ("ajouter", (None, 5))


SITE = dict(KINDS["sites"].examples)


def since(
    client: TestClient, number: str, kind: str = "sites", **query: Any
) -> tuple[list[str], list[int]]:
    """Return the ids of the rows that changed, and the keys of those that are gone."""
    answer = client.get(f"{ROWS}/{kind}", params={"since": number} | query)
    assert answer.status_code == 200, answer.text
    page = answer.json()
    return [row["values"].get("id", row["values"].get("mediator")) for row in page["items"]], page[
        "removed"
    ]


def number_of(client: TestClient) -> str:
    return str(client.get(f"{ROWS}/sites").headers["Roulement-Data"])


def test_what_changed_after_a_number_is_listed_and_nothing_before(service_on_each: Service) -> None:
    client = service_on_each.client("rh", "responsable")
    begun = number_of(client)
    made = add(client, "sites", SITE)
    added = number_of(client)
    place = of(client, "sites", id="place")
    changed = put(client, place, {**place["values"], "name": "Grande Place"}).json()
    put(client, changed, {**changed["values"], "name": "Place du Marché"})
    twice = number_of(client)
    remove(client, made)

    assert (begun, added) == ("1", "2")
    assert since(client, begun) == (["place"], [made["key"]])
    assert since(client, added) == (["place"], [made["key"]])
    assert since(client, twice) == ([], [made["key"]])
    assert since(client, number_of(client)) == ([], [])
    assert sorted(since(client, "0")[0]) == ["cfa", "place"]


def test_what_is_gone_is_told_once_and_never_of_another_agency(two: Service) -> None:
    whole = two.client("rh", "responsable")
    mine, theirs = (two.client("responsable", agency=name) for name in ("ville", "001~ville"))
    begun = number_of(whole)
    for name in ("a", "b", "c"):
        add(whole, "sites", {**SITE, "id": name})
    gone = [remove(whole, of(whole, "sites", id=name)).status_code for name in ("a",)]

    first = whole.get(f"{ROWS}/sites", params={"since": begun, "limit": 1}).json()
    rest = whole.get(f"{ROWS}/sites", params={"since": begun, "limit": 1, "cursor": first["next"]})

    assert gone == [204]
    assert [row["values"]["id"] for row in first["items"]] == ["b"]
    assert len(first["removed"]) == 1
    assert ([row["values"]["id"] for row in rest.json()["items"]], rest.json()["removed"]) == (
        ["c"],
        [],
    )
    assert since(mine, begun) == (["b", "c"], first["removed"])
    assert since(theirs, begun) == ([], [])


def test_a_number_that_is_none_is_refused(service: Service) -> None:
    client = service.client("rh")

    answers = [client.get(f"{ROWS}/sites", params={"since": value}) for value in ("-1", "hier")]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert [answer.json()["errors"][0]["field"] for answer in answers] == ["query.since"] * 2


def test_a_number_from_before_a_restored_backup_says_to_read_all_again(service: Service) -> None:
    client = service.client("rh")
    ahead = int(number_of(client)) + 1

    answer = client.get(f"{ROWS}/sites", params={"since": ahead})

    assert (answer.status_code, answer.json()["code"]) == (410, "numero_oublie")
    assert since(client, str(ahead - 1)) == ([], [])


URGENT = {
    "kind": "travaux_urgents",
    "agency": "ville",
    "dispositif": "P",
    "since": "2026-03-10",
    "until": "2026-03-10",
    "ground": "Incendie de la place du 10 mars",
    "article": "D3131-1",
}
KIND = "derogations"


@pytest.mark.parametrize("ground", [None, "", "  "])
def test_over_http_no_derogation_goes_without_its_ground(
    service: Service, ground: str | None
) -> None:
    client = service.client("rh")
    values: dict[str, Any] = {key: URGENT[key] for key in URGENT if key != "ground"}
    if ground is not None:
        values["ground"] = ground

    refused = post(client, KIND, values)

    assert refused.status_code == 422
    [fault] = refused.json()["errors"]
    assert (fault["field"], fault["received"]) == ("changes.0.values.ground", "")
    assert "obligatoire" in fault["expected"]
    assert rows(client, KIND) == []
    add(client, KIND, URGENT)


def test_a_form_without_a_ground_is_shown_again_and_says_why(service: Service) -> None:
    client = service.client("rh")
    blank = get(client, "/donnees/derogations/nouveau")
    typed = {key: [value] for key, value in URGENT.items()}

    again = submit(client, blank, **{**typed, "ground": [" "]})

    assert again.status == 422
    assert "Fondement, attendu : une valeur, elle est obligatoire" in again.text
    assert '<option value="travaux_urgents" selected>' in again.text
    assert submit(client, blank, **typed).status == 303
