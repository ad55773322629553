"""The service on the small association, its March published, at a time that tests choose."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine

from tests.api.asking.petit import AFTER, BEFORE, again, start, uid
from tests.api.service import Service, serve


@dataclass
class Desk:
    """The service with Ada's, Brice's, a responsable's and RH's clients."""

    service: Service
    ada: TestClient
    brice: TestClient
    nora: TestClient
    elsewhere: TestClient
    rh: TestClient

    def at(self, instant: datetime) -> None:
        """Make it another time."""
        self.service.app.state.now = lambda: instant


@pytest.fixture
def desk(sqlite_engine: Engine) -> Iterator[Desk]:
    """Serve before March begins."""
    start(sqlite_engine)
    yield from desk_of(serve(sqlite_engine))


def desk_of(service: Service) -> Iterator[Desk]:
    """Give the clients of a service, in February."""
    made = Desk(
        service=service,
        ada=service.client("mediateur", agency="ville", person="ada"),
        brice=service.client("mediateur", agency="ville", person="brice"),
        nora=service.client("responsable", agency="ville"),
        elsewhere=service.client("responsable", agency="ailleurs"),
        rh=service.client("rh"),
    )
    made.at(BEFORE)
    yield made
    for client in service.clients:
        client.close()


def entry_of(**values: Any) -> dict[str, Any]:
    """Wrap what is asked for in the envelope."""
    return values


def output(response: Response, status: int = 200) -> Any:
    """Return what was answered."""
    assert response.status_code == status, response.text
    body = response.json()
    return body.get("items", body)


def code(response: Response, status: int) -> str:
    """Return a refusal's code."""
    assert response.status_code == status, response.text
    return str(response.json()["code"])


def tagged(response: Response) -> dict[str, str]:
    """Return the header by which an edit starts from what was answered."""
    return {"If-Match": response.headers["ETag"]}


def overrun(desk: Desk) -> None:
    """Have Ada say that she ended on Monday at 20:31: more than ten hours."""
    desk.at(AFTER)
    said = {
        "kind": "travail",
        "uid": uid(again(desk.service.engine), "ada", "P-J-2026-03-02"),
        "start": "2026-03-02T09:00:00+01:00",
        "end": "2026-03-02T20:31:00+01:00",
    }
    output(desk.ada.post("/api/v1/heures", json=entry_of(**said)), 201)


__all__ = [
    "AFTER",
    "BEFORE",
    "Desk",
    "code",
    "desk",
    "desk_of",
    "entry_of",
    "output",
    "overrun",
    "tagged",
]
