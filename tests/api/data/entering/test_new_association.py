"""A new association entered in one transaction: all of it, or nothing and every fault's place."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

import fixtures
from api.data.rows.kinds import KINDS
from api.data.stored.association import stored_rows
from api.data.stored.importing import check_folder
from api.database.engine import reading
from tests.api.data.entering.new_association import changes, place_of
from tests.api.databases import KINDS as DATABASES
from tests.api.databases import on_each
from tests.api.entered import ROWS
from tests.api.month.cases import at_once
from tests.api.service import Service, serve

SAMPLES = Path(fixtures.__file__).parent


@pytest.fixture
def empty(sqlite_engine: Engine) -> Iterator[Service]:
    """Serve a database without an association."""
    served = serve(sqlite_engine)
    yield served
    for client in served.clients:
        client.close()


def everything(service: Service) -> list[tuple[str, str]]:
    """Return every row that the service has: its kind, and its values in a fixed order."""
    read = as_read(service.client("rh"))
    return sorted((row["kind"], plain(row["values"])) for row in read)


def stored(service: Service) -> int:
    """Return how many rows the database has."""
    with reading(service.engine) as session:
        return sum(len(stored_rows(session, kind)) for kind in KINDS.values())


def as_read(client: TestClient, *, writes: bool = False) -> list[dict[str, Any]]:
    """Return every row that a client reads, or may write, as it is answered."""
    rows: list[dict[str, Any]] = []
    kinds = client.get(ROWS).json()["items"]
    for kind in (each["name"] for each in kinds if each["writes"] or not writes):
        cursor: str | None = ""
        while cursor is not None:
            query = {"limit": 200} | ({"cursor": cursor} if cursor else {})
            page = client.get(f"{ROWS}/{kind}", params=query).json()
            rows += page["items"]
            cursor = page["next"]
    return rows


def plain(values: dict[str, Any]) -> str:
    return str(sorted(values.items()))


@on_each
def test_people_contracts_sites_and_templates_are_made_together(empty: Service) -> None:
    client = empty.client("rh", "responsable")

    answer = client.post(ROWS, json={"changes": changes()})

    assert answer.status_code == 200, answer.text
    made = answer.json()
    assert [row["kind"] for row in made["items"]] == [change["kind"] for change in changes()]
    assert {row["number"] for row in made["items"]} == {1}
    assert made["remarks"] == []
    assert stored(empty) == len(changes())


@pytest.mark.parametrize(
    ("kind", "wrong", "field", "received"),
    [
        ("contrats", {"weekly_minutes": 2881}, "weekly_minutes", "48h01"),
        ("contrats", {"start": "2026-02-30"}, "start", "2026-02-30"),
        ("contrats", {"kind": "CDQ"}, "kind", "CDQ"),
        ("contrats", {"mediator": "lia"}, "mediator", "lia"),
        ("personnes", {"salary": 2000}, "salary", "2000"),
        ("personnes", {"agency": "sud"}, "agency", "sud"),
        ("gabarits", {"weekdays": "lundi"}, "weekdays", "lundi"),
        ("gabarits", {"site": "quai"}, "site", "quai"),
        ("besoins", {"minimum": 3}, "maximum", "3 / 2 / 2"),
        ("pauses", {"minutes": -1}, "minutes", "-1"),
        ("titres", {"title": 7}, "title", "7"),
    ],
)
def test_one_wrong_value_is_placed_and_nothing_is_written(
    empty: Service, kind: str, wrong: dict[str, Any], field: str, received: str
) -> None:
    client, wanted, place = empty.client("rh", "responsable"), changes(), place_of(kind)
    wanted[place]["values"] = {**wanted[place]["values"], **wrong}

    answer = client.post(ROWS, json={"changes": wanted})

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    errors = answer.json()["errors"]
    placed = [(error["field"], error["received"]) for error in errors]
    assert (f"changes.{place}.values.{field}", received) in placed
    assert all(error["expected"] for error in errors)
    assert stored(empty) == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"changes": []}, "changes"),
        ({"changes": None}, "changes"),
        ({}, "changes"),
        ([], "body"),
        ({"changes": [{"kind": "salaires", "values": {}}]}, "changes.0.kind"),
        ({"changes": [{"values": {}}]}, "changes.0.kind"),
        ({"changes": [{"kind": "sites", "values": []}]}, "changes.0.values"),
        (
            {"changes": [{"kind": "sites", "values": {}, "key": 3, "action": "ajouter"}]},
            "changes.0.key",
        ),
        ({"changes": [{"kind": "sites", "values": {}, "key": 3}]}, "changes.0.number"),
        ({"changes": [{"kind": "sites", "values": {}, "key": "x"}]}, "changes.0.key"),
        ({"changes": [{"kind": "sites", "values": {}, "cle": 3}]}, "changes.0.cle"),
        ({"changes": [{"kind": "sites", "values": {}, "action": "effacer"}]}, "changes.0.action"),
        ({"changes": [{"kind": "sites", "values": {}}], "dry_run": True}, "dry_run"),
    ],
)
def test_a_body_of_another_shape_is_refused_by_its_field(
    empty: Service, body: Any, field: str
) -> None:
    answer = empty.client("rh", "responsable").post(ROWS, json=body)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert field in [error["field"] for error in answer.json()["errors"]]


def test_what_one_may_not_write_stops_all_the_rest(empty: Service) -> None:
    answer = empty.client("rh").post(ROWS, json={"changes": changes()})

    fields = [error["field"] for error in answer.json()["errors"]]
    demand = {"pauses", "gabarits", "besoins", "sites"}
    assert answer.status_code == 422
    assert fields == [
        f"changes.{place}.kind"
        for place, change in enumerate(changes())
        if change["kind"] in demand - {"sites"}
    ] + [f"changes.{place_of('sites')}.kind"]
    assert stored(empty) == 0


@on_each
def test_what_is_sent_again_with_its_key_is_made_once(empty: Service) -> None:
    client, key = empty.client("rh", "responsable"), {"Idempotency-Key": "dossier-du-1er"}

    def send(**headers: str) -> Any:
        return client.post(ROWS, json={"changes": changes()}, headers=headers)

    first, again, other = send(**key), send(**key), send()

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()
    assert other.status_code == 422
    assert stored(empty) == len(changes())


@on_each
def test_one_key_sent_many_times_at_once_adds_rows_once(empty: Service) -> None:
    client = empty.client("rh", "responsable")

    def send() -> Any:
        with TestClient(empty.app, headers=dict(client.headers)) as mine:
            body = {"changes": changes()}
            return mine.post(ROWS, json=body, headers={"Idempotency-Key": "une-fois"})

    answers = at_once(*[send] * 4)

    made = [answer.json() for answer in answers if not isinstance(answer, Exception)]
    assert [len(each.get("items", ())) for each in made] == [len(changes())] * 4
    assert all(each == made[0] for each in made)
    assert stored(empty) == len(changes())


def sample(name: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the rows of a sample: `petit` with an example of each kind beside, or another."""
    checked = check_folder(SAMPLES / name)
    rows = [
        (kind.name, row.model_dump(mode="json"))
        for kind in KINDS.values()
        for row in checked.rows[kind.model]
    ]
    if name != "petit":
        return rows
    # Of these there is the same one already.
    there = {"agences", "dispositifs", "sites", "formation_socle"}
    beside = [kind for kind in KINDS.values() if kind.name not in there]
    return rows + [(kind.name, dict(kind.examples)) for kind in beside]


def test_the_small_sample_has_every_kind_of_rows() -> None:
    assert {kind for kind, _ in sample("petit")} == {*KINDS}


@pytest.mark.parametrize(
    ("name", "sqlite_url"),
    [
        *(("petit", kind) for kind in DATABASES),
        pytest.param("association", "sqlite", marks=pytest.mark.long),
    ],
    indirect=["sqlite_url"],
)
def test_rows_of_all_kinds_come_out_as_they_went_in(empty: Service, name: str) -> None:
    rows = sample(name)
    body = {"changes": [{"kind": kind, "values": values} for kind, values in reversed(rows)]}

    answer = empty.client("rh", "responsable").post(ROWS, json=body)

    assert answer.status_code == 200, answer.text
    settled = [(kind, KINDS[kind].model.model_validate(values)) for kind, values in rows]
    out = everything(empty)
    assert out == sorted((kind, plain(row.model_dump(mode="json"))) for kind, row in settled)


def test_rows_go_in_again_as_they_are_read_and_nothing_changes(empty: Service) -> None:
    client = empty.client("rh", "responsable")
    first = [{"kind": kind, "values": values} for kind, values in reversed(sample("petit"))]
    assert client.post(ROWS, json={"changes": first}).status_code == 200
    responsable = empty.client("responsable")
    before, seen = as_read(client), as_read(responsable, writes=True)
    trail = client.get(f"{ROWS}/personnes").headers["Roulement-Data"]

    answers = [
        client.post(ROWS, json={"changes": before}),
        responsable.post(ROWS, json={"changes": seen}),
    ]

    assert [answer.status_code for answer in answers] == [200, 200], answers
    assert answers[0].json()["items"] == before
    assert {"minor_until"} <= {name for row in seen for name in row["values"]}
    assert as_read(client) == before
    assert client.get(f"{ROWS}/personnes").headers["Roulement-Data"] == trail


@on_each
def test_of_rows_sent_back_those_that_differ_are_written(empty: Service) -> None:
    client = empty.client("rh", "responsable")
    client.post(ROWS, json={"changes": changes()})
    rows = as_read(client)
    moved = next(row for row in rows if row["kind"] == "personnes")
    moved["values"]["home"] = "Roubaix"

    answer = client.post(ROWS, json={"changes": rows})

    assert answer.status_code == 200, answer.text
    after = [row | {"number": row["number"] + (row is moved)} for row in rows]
    assert answer.json()["items"] == after == as_read(client)
