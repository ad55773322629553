"""Copying by a plain form, and by the grid's script: one version, and what is left out is read."""

import re
from html import unescape
from typing import Any

from fastapi.testclient import TestClient

from api.database.engine import reading
from api.month.places.drafts import assignments_of
from tests.api.page.drafting import ADD, SLOT, client, draft, edited
from tests.api.service import Service

__all__ = ["client", "draft"]

WEEK = {"du": "2026-03-09", "au": "2026-03-15", "vers": "2026-03-16"}
NEXT = "P-J-2026-03-16"
HTML = {"accept": "text/html"}


def paired(client: TestClient, draft: str) -> None:
    edited(client, draft, 1, ADD, ADD | {"person": "brice"})


def text_of(client: TestClient, draft: str, **query: str) -> str:
    answer = client.get(f"/plannings/{draft}/copier", params=query, headers=HTML)
    return re.sub(r"\s+", " ", unescape(answer.text))


def send(client: TestClient, draft: str, version: int = 2, **more: str) -> Any:
    return client.post(
        f"/plannings/{draft}/copier",
        data={**WEEK, "personne": "", "a": "", "version": version, **more},
        headers=HTML,
        follow_redirects=False,
    )


def holding(service: Service, draft: str, version: int) -> set[tuple[str, str]]:
    with reading(service.engine) as session:
        return {(a.mediator, a.slot) for a in assignments_of(session, draft, version)}


def test_the_form_proposes_the_first_whole_week_and_the_one_after(
    client: TestClient, draft: str
) -> None:
    text = text_of(client, draft)

    values = re.findall(r'name="(du|au|vers)" type="date"[^>]* value="([^"]+)"', text)
    assert values == [("du", "2026-03-02"), ("au", "2026-03-08"), ("vers", "2026-03-09")]
    assert "Ce qui serait copié" not in text


def test_a_week_is_read_then_pasted_as_one_version(
    client: TestClient, draft: str, service: Service
) -> None:
    paired(client, draft)
    assert "2 services peuvent être collés" in text_of(client, draft, **WEEK)

    answer = send(client, draft)

    assert answer.headers["location"] == f"/plannings/{draft}?fait=coller"
    assert {("ada", NEXT), ("brice", NEXT)} < holding(service, draft, 3)
    page = unescape(client.get(answer.headers["location"]).text)
    assert "2 services collés. Ctrl + Z les reprend tous." in page.replace("\u00a0", " ")


def test_what_is_left_out_is_read_before_with_its_reason(client: TestClient, draft: str) -> None:
    paired(client, draft)
    text = text_of(client, draft, **WEEK | {"vers": "2026-03-05"})

    assert "Laissés de côté (1)" not in text
    there = text_of(client, draft, du="2026-03-09", vers="2026-03-06")
    assert "Laissés de côté (2)" in there
    assert "En absence (1)" in there
    assert "Seul, ce service n’est pas permis (1)" in there
    assert "Rien ne peut être collé" in there


def test_days_and_people_that_can_not_be_are_said_and_what_was_typed_stays(
    client: TestClient, draft: str
) -> None:
    answer = client.get(
        f"/plannings/{draft}/copier",
        params={"du": "2026-03-09", "au": "2026-03-08", "vers": "2026-04-01"},
        headers=HTML,
    )

    text = unescape(answer.text)
    assert answer.status_code == 422
    assert "un jour de 03/2026" in text
    assert "le premier jour, ou après" in text
    assert 'value="2026-04-01"' in text
    assert send(client, draft, 1, a="nobody").status_code == 422


def test_a_version_that_another_has_replaced_is_not_written_over(
    client: TestClient, draft: str
) -> None:
    paired(client, draft)
    edited(client, draft, 2, {"verb": "remove", "slot": SLOT, "person": "ada"})

    assert send(client, draft).status_code == 412


def test_the_grid_pastes_what_can_be_held_and_says_what_it_left_out(
    client: TestClient, draft: str, service: Service
) -> None:
    paired(client, draft)
    shifts = [
        {"person": "ada", "slot": NEXT},
        {"person": "brice", "slot": NEXT},
        {"person": "ada", "slot": "P-J-2026-03-06"},
    ]
    answer = client.post(
        f"/page/plannings/{draft}/collages",
        json={"shifts": shifts},
        headers={"If-Match": f'"{draft}-2"'},
    )

    body = answer.json()
    assert body["version"] == 3
    assert body["said"].replace("\N{NO-BREAK SPACE}", " ") == (
        "2 services collés, 1 laissé de côté."
    )
    assert "<summary>En absence (1)</summary>" in unescape(body["aside"])
    assert "p-P-ada" in body["rows"]
    assert {("ada", NEXT), ("brice", NEXT)} < holding(service, draft, 3)
