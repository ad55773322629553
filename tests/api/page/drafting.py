"""A draft of March that a responsable begins in February, and how a grid's script edits it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from tests.api.service import Service

SLOT = "P-J-2026-03-09"
ADD = {"verb": "add", "slot": SLOT, "person": "ada"}


@pytest.fixture
def client(service: Service) -> TestClient:
    """Return a responsable, in February."""
    service.app.state.now = lambda: datetime(2026, 2, 20, 9, tzinfo=UTC)
    return service.client("responsable")


@pytest.fixture
def draft(client: TestClient) -> str:
    """Begin a draft of March; return its id."""
    return begun(client)


def begun(client: TestClient) -> str:
    """Begin a draft of March; return its id."""
    answer = client.post("/plannings", data={"month": "2026-03"}, follow_redirects=False)
    return answer.headers["location"].rpartition("/")[2]


def edited(client: TestClient, draft: str, version: int, *operations: Any, query: str = "") -> Any:
    """Edit a draft; `query`: what the page shows."""
    return client.post(
        f"/page/plannings/{draft}/gestes{query}",
        json={"operations": operations},
        headers={"If-Match": f'"{draft}-{version}"'},
    )
