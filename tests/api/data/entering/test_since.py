"""Rows that changed since a list was read: those alone, and the keys of what is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.data.rows.kinds import KINDS
from tests.api.entered import ROWS, add, of, put, remove

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from tests.api.service import Service

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
