"""A draft of March that a responsable begins in February, and how a grid's script edits it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.data.rows.kinds import KINDS
from api.data.stored.rows import add
from api.database.engine import writing
from tests.api.service import Service

SLOT = "P-J-2026-03-09"
ADD = {"verb": "add", "slot": SLOT, "person": "ada"}
UNAVAILABLE = ADD | {"slot": "P-J-2026-03-05"}
"""A shift of a day on which she isn't available: a rule of the house, which any ground answers."""


@pytest.fixture
def client(service: Service) -> TestClient:
    """Return a responsable, in February."""
    service.app.state.now = lambda: datetime(2026, 2, 20, 9, tzinfo=UTC)
    return service.client("responsable")


@pytest.fixture
def draft(client: TestClient) -> str:
    """Begin a draft of March; return its id."""
    return begun(client)


@pytest.fixture
def unavailable(service: Service) -> None:
    """Let Ada be unavailable on 5 March (see `UNAVAILABLE`)."""
    day = {"start": "2026-03-05", "end": "2026-03-05", "kind": "indisponible"}
    with writing(service.engine) as session:
        add(session, KINDS["absences"], {"mediator": "ada", **day})


def begun(client: TestClient, title: str = "") -> str:
    """Begin a draft of March; return its id."""
    data = {"month": "2026-03", "title": title}
    answer = client.post("/plannings", data=data, follow_redirects=False)
    return answer.headers["location"].rpartition("/")[2]


def edited(client: TestClient, draft: str, version: int, *operations: Any, query: str = "") -> Any:
    """Edit a draft; `query`: what the page shows."""
    return client.post(
        f"/page/plannings/{draft}/gestes{query}",
        json={"operations": operations},
        headers={"If-Match": f'"{draft}-{version}"'},
    )
