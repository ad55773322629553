"""Drafts of March 2026 over HTTP."""

from collections.abc import Iterator
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.month.documents import routes as document_routes
from api.month.publication import published_routes, register_routes
from api.month.publication import routes as plannings_publication
from api.month.reading import routes as reading_routes
from api.month.versions import routes as plannings
from api.settings import Settings
from tests.api.service import Service, loaded
from tests.api.small import small

PARTS = (
    plannings,
    reading_routes,
    document_routes,
    plannings_publication,
    register_routes,
    published_routes,
)

ALL = "/api/v1/responsable/plannings"
MONDAY, TUESDAY, EVENING = "P-J-2026-03-02", "P-J-2026-03-03", "P-S-2026-03-04"


def add(person: str, slot: str) -> dict[str, str]:
    return {"verb": "add", "slot": slot, "person": person}


PAIR = [add("ada", MONDAY), add("brice", MONDAY)]


def begin(client: TestClient, **more: Any) -> str:
    """Begin a draft; its address."""
    wanted = {"month": "2026-03", "agency": "ville", **more}
    made = client.post(ALL, json=wanted)
    assert made.status_code == 201, made.text
    return str(made.headers["location"])


def tag(where: str, number: int) -> dict[str, str]:
    return {"If-Match": f'"{where.rpartition("/")[2]}-{number}"'}


def edit(client: TestClient, where: str, number: int, *operations: dict[str, str]) -> Any:
    return client.patch(
        where,
        json={"operations": list(operations)},
        headers=tag(where, number),
    )


def publish(client: TestClient, where: str, number: int, key: str = "", **more: Any) -> Any:
    headers = tag(where, number) | ({"Idempotency-Key": key} if key else {})
    return client.post(f"{where}/publications", json=more, headers=headers)


def drafted(client: TestClient, *operations: dict[str, str], **more: Any) -> str:
    where = begin(client, **more)
    edit(client, where, 1, *operations)
    return where


def pairs(body: list[dict[str, str]]) -> set[tuple[str, str]]:
    return {(item["person"], item["slot"]) for item in body}


def planned(engine: Engine) -> Iterator[Service]:
    """Serve `petit` by the routes of drafts and publications alone: composing all takes a while."""
    loaded(engine)
    url = engine.url.render_as_string(hide_password=False)
    routers = [part.router for part in PARTS]
    app = small(engine, *routers, settings=Settings(database_url=url))
    made = Service(app, engine)
    yield made
    for body in made.clients:
        body.close()
