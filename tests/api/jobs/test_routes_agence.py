"""Calculations of a draft that names its dispositifs and no agency: whoever may edit it may ask."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.jobs.test_routes import BASE, SOLVE, done
from tests.api.service import Service


def test_a_draft_of_named_dispositifs_answers_alike_on_all_its_routes(service: Service) -> None:
    client = service.client("responsable", agency="ville")
    other = service.client("responsable", agency="ailleurs")
    wanted = {"month": "2026-03", "agency": "", "dispositifs": ["P"]}
    drafts = f"{BASE}/plannings"
    rota = client.post(drafts, json=wanted).json()["id"]
    response = client.post(f"{drafts}/{rota}/calculs", json=SOLVE)
    assert response.status_code == 202, response.text
    done(service, response.json()["id"])
    again = client.post(f"{drafts}/{rota}/calculs", json=SOLVE).json()["id"]

    reads = (
        f"{drafts}/{rota}",
        f"{drafts}/{rota}/versions/2",
        f"{BASE}/calculs/{again}",
        response.headers["Location"],
        response.headers["Location"] + "/evenements",
    )

    assert [client.get(read).status_code for read in reads] == [200] * len(reads)
    assert [other.get(read).status_code for read in reads] == [404] * len(reads)
    assert other.post(f"{drafts}/{rota}/calculs", json=SOLVE).status_code == 404
    assert other.post(f"{BASE}/calculs/{again}/arret").status_code == 404
    assert client.post(f"{BASE}/calculs/{again}/arret").status_code == 202


PAIR = [{"verb": "add", "slot": "P-J-2026-03-02", "person": person} for person in ("ada", "brice")]
EXPLAIN = {"config": {"seconds": 30}, "model_input": {"kind": "explain"}}
OPERATIONS: tuple[tuple[str, str, Any, int], ...] = (
    ("GET", "", None, 200),
    ("POST", "/essais", {"operations": PAIR}, 200),
    ("PATCH", "", {"operations": PAIR}, 200),
    ("GET", "/versions/2", None, 200),
    ("GET", "/versions/2/creneaux", None, 200),
    ("GET", "/versions/2/constats", None, 200),
    ("POST", "/versions/2/creneaux/P-J-2026-03-03/candidats", {}, 200),
    ("GET", "/apercu", None, 200),
    ("POST", "/calculs", EXPLAIN, 202),
    ("POST", "/publications", {}, 201),
    ("POST", "/acquittements", {"code": "holidays-0a1b2c3d4e", "ground": "Accord"}, 422),
    ("DELETE", "", None, 204),
)
"""What one does with a draft, in turn: its head is the second version once it was edited."""

HOLDERS = [("ville", ""), ("ville", "P"), ("", "")]


def requested(
    client: TestClient, rota: str, operation: tuple[str, str, Any, int], head: int
) -> Any:
    method, path, body, _ = operation
    return client.request(
        method,
        f"{BASE}/plannings/{rota}{path}",
        json=body,
        headers={"If-Match": f'"{rota}-{head}"'},
    )


@pytest.mark.long
@pytest.mark.parametrize(("agency", "dispositif"), HOLDERS)
def test_every_operation_on_a_draft_of_named_dispositifs_is_its_responsable_s(
    service: Service, agency: str, dispositif: str
) -> None:
    client = service.client("responsable", agency=agency, dispositif=dispositif)
    other = service.client("responsable", agency="ailleurs")
    beside = service.client("responsable", agency="ville", dispositif="autre")
    wanted = {"month": "2026-03", "agency": "", "dispositifs": ["P"]}
    begun = client.post(f"{BASE}/plannings", json=wanted)
    rota = begun.json()["id"]

    statuses, head = [], 1
    for operation in OPERATIONS:
        nowhere = requested(client, "0" * 32, operation, head)
        elsewhere = [requested(who, rota, operation, head) for who in (other, beside)]
        assert {(response.status_code, response.content) for response in elsewhere} == {
            (404, nowhere.content)
        }
        answer = requested(client, rota, operation, head)
        statuses.append((*operation[:2], answer.status_code))
        tag = answer.headers.get("ETag", "W/")
        if not tag.startswith("W/"):  # of what a version answers, not of the draft
            head = int(tag.strip('"').rpartition("-")[2])

    assert begun.status_code == 201
    assert other.post(f"{BASE}/plannings", json=wanted).status_code == 404
    assert statuses == [(method, path, status) for method, path, _, status in OPERATIONS]
