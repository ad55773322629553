"""Rows entered through the API, by whom a client is: added, read, changed, taken away."""

from collections.abc import Mapping
from typing import Any

from fastapi.testclient import TestClient

ROWS = "/api/v1/donnees"


def post(client: TestClient, kind: str, values: Mapping[str, Any]) -> Any:
    """Ask that a row be added: a transaction of one."""
    change = {"kind": kind, "action": "ajouter", "values": dict(values)}
    return client.post(ROWS, json={"changes": [change]})


def add(client: TestClient, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Add a row, and return it."""
    answer = post(client, kind, values)
    assert answer.status_code == 200, answer.text
    (row,) = answer.json()["items"]
    return dict(row)


def where(row: Mapping[str, Any]) -> str:
    """Return the address of a row."""
    return f"{ROWS}/{row['kind']}/{row['key']}"


def tag(row: Mapping[str, Any]) -> str:
    """Return the ETag of a row."""
    return f'"{row["kind"]}-{row["key"]}-{row["number"]}"'


def put(client: TestClient, row: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
    """Ask that a row have these values, from the revision that was read."""
    return client.put(where(row), json=dict(values), headers={"If-Match": tag(row)})


def remove(client: TestClient, row: Mapping[str, Any]) -> Any:
    """Ask that a row be taken away, from the revision that was read."""
    return client.delete(where(row), headers={"If-Match": tag(row)})


def rows(client: TestClient, kind: str, **query: Any) -> list[dict[str, Any]]:
    """Return the first rows of a kind that a client sees."""
    answer = client.get(f"{ROWS}/{kind}", params={"limit": 200} | query)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def keys(client: TestClient, kind: str) -> dict[int, Any]:
    """Return the values of the rows of a kind that a client sees, by key."""
    return {row["key"]: row["values"] for row in rows(client, kind)}


def of(client: TestClient, kind: str, **values: Any) -> dict[str, Any]:
    """Return the only row that has these values."""
    (row,) = (
        row
        for row in rows(client, kind)
        if all(row["values"].get(name) == value for name, value in values.items())
    )
    return row
