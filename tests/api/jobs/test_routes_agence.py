"""Calculations of a draft that names its dispositifs and no agency: whoever may edit it may ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.api.jobs.test_routes import BASE, SOLVE, done

if TYPE_CHECKING:
    from tests.api.service import Service


def test_a_draft_of_named_dispositifs_answers_alike_on_all_its_routes(service: Service) -> None:
    client = service.client("responsable", agency="ville")
    other = service.client("responsable", agency="ailleurs")
    wanted = {"month": "2026-03", "agency": "", "dispositifs": ["P"]}
    drafts = f"{BASE}/plannings"
    rota = client.post(drafts, json=wanted).json()["id"]
    asked = client.post(f"{drafts}/{rota}/calculs", json=SOLVE)
    assert asked.status_code == 202, asked.text
    done(service, asked.json()["id"])
    again = client.post(f"{drafts}/{rota}/calculs", json=SOLVE).json()["id"]

    reads = (
        f"{drafts}/{rota}",
        f"{drafts}/{rota}/versions/2",
        f"{drafts}/{rota}/calculs",
        f"{BASE}/calculs/{again}",
        asked.headers["Location"] + "/resultat",
        asked.headers["Location"] + "/evenements",
    )

    assert [client.get(one).status_code for one in reads] == [200] * 6
    assert [other.get(one).status_code for one in reads] == [404] * 6
    assert other.post(f"{drafts}/{rota}/calculs", json=SOLVE).status_code == 404
    assert other.post(f"{BASE}/calculs/{again}/arret").status_code == 404
    assert other.delete(f"{BASE}/calculs/{again}").status_code == 404
    assert client.post(f"{BASE}/calculs/{again}/arret").status_code == 202
