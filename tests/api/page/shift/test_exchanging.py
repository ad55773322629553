"""Exchange a shift for a colleague's, by forms: who may, what it makes of both, what forbids it."""

from typing import Any

from fastapi.testclient import TestClient

from tests.api.page.drafting import ADD, SLOT, client, draft, edited
from tests.api.page.shift.test_routes import holders
from tests.api.service import Service

__all__ = ["client", "draft"]

WEDNESDAY_SLOT = "P-J-2026-03-11"
THEIRS = {"verb": "add", "slot": WEDNESDAY_SLOT, "person": "brice"}
BOTH = {"to_person": "brice", "to_slot": WEDNESDAY_SLOT}


def address(draft: str, person: str = "ada", day: str = "2026-03-11") -> str:
    return f"/plannings/{draft}/services/{SLOT}/echanger?personne={person}&jour={day}"


def exchanged(client: TestClient, draft: str, version: int, **fields: str) -> Any:
    return client.post(
        address(draft),
        data={"version": str(version)} | fields,
        headers={"accept": "text/html"},
        follow_redirects=False,
    )


def test_two_people_exchange_their_shifts(client: TestClient, draft: str, service: Service) -> None:
    edited(client, draft, 1, ADD, THEIRS)

    page = client.get(address(draft)).text
    assert "<h1>Échanger : Ada Lemoine</h1>" in page
    assert "Échanger contre Brice Kouassi : Place du Marché, 9 h – 16 h 30" in page
    assert "Ada L. 7 h 00 sur " in page

    answer = exchanged(client, draft, 2, **BOTH)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/plannings/{draft}/services/{SLOT}?fait=echanger"
    assert holders(service, draft, 3) == ["brice"]
    assert holders(service, draft, 3, WEDNESDAY_SLOT) == ["ada"]
    assert "Échangé." in client.get(answer.headers["location"]).text


def test_only_posts_that_suit_both_are_offered(client: TestClient, draft: str) -> None:
    edited(client, draft, 1, ADD, {"verb": "add", "slot": "P-S-2026-03-11", "person": "farid"})

    text = client.get(address(draft)).text

    assert "Farid" not in text
    assert "Aucun service de ce jour ne peut être échangé" in text


def test_what_a_rule_forbids_has_its_reason_and_no_button(
    client: TestClient, draft: str, service: Service
) -> None:
    # Dorian, an apprentice, has a course on the day of that slot.
    third = "P-J-2026-03-03"
    edited(client, draft, 1, ADD | {"person": "dorian"}, THEIRS | {"slot": third})

    page = client.get(address(draft, "dorian", "2026-03-03")).text
    assert "Une règle les empêche (1)" in page
    assert 'name="to_slot"' not in page

    answer = client.post(
        address(draft, "dorian", "2026-03-03"),
        data={"version": "2", "to_person": "brice", "to_slot": third},
        headers={"accept": "text/html"},
    )
    assert answer.status_code == 422
    assert "Refusé : rien ne change" in answer.text
    assert holders(service, draft, 2) == ["dorian"]


def test_a_colleague_who_left_meanwhile_is_said_and_nothing_is_lost(
    client: TestClient, draft: str, service: Service
) -> None:
    edited(client, draft, 1, ADD, THEIRS)
    edited(client, draft, 2, THEIRS | {"verb": "remove"})

    answer = exchanged(client, draft, 2, **BOTH)

    assert answer.status_code == 412
    assert "Ce qui suit est l’état présent" in answer.text
    assert holders(service, draft, 3) == ["ada"]
