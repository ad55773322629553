"""What creates is sent again with its key: done once, and answered as the first time."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from api.database.engine import reading
from api.database.tables.access import TrailRow
from tests.api.jobs.asked_over_http import Desk, desk

__all__ = ["desk"]

DAY: dict[str, Any] = {"start": "2026-04-06", "end": "2026-04-06"}
ABSENCE = {"mediator": "ada", "kind": "conge", **DAY}
NEW = {"email": "neuf@exemple.fr", "name": "Neuf"}
BODIES = {
    "conges": ("ada", DAY),
    "souhaits": ("ada", DAY | {"wants": True, "weight": 7}),
    "echanges": ("ada", {"gives": "P-J-2026-03-02", "other": "chloe"}),
    "responsable/plannings": ("nora", {"month": "2026-04", "agency": "ville"}),
    "admin/comptes": ("admin", NEW),
    "donnees": (
        "rh",
        {"changes": [{"kind": "absences", "values": ABSENCE}]},
    ),
}


@pytest.mark.parametrize("path", BODIES)
def test_a_deed_sent_again_with_its_key_is_done_once(desk: Desk, path: str) -> None:
    who, body = BODIES[path]
    client: TestClient = desk.service.client("admin") if who == "admin" else getattr(desk, who)
    key = {"Idempotency-Key": "une-fois"}

    def send() -> Any:
        return client.post(f"/api/v1/{path}", json=body, headers=key)

    def deeds() -> int:
        with reading(desk.service.engine) as session:
            return session.scalar(select(func.count()).select_from(TrailRow)) or 0

    first = send()
    done = deeds()
    again = send()

    assert first.status_code in (200, 201), first.text
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert deeds() == done
    assert again.headers["Idempotent-Replay"] == "true"
    for header in ("etag", "location"):
        assert again.headers.get(header) == first.headers.get(header)
