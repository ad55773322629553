"""Move a shift to another slot of its person, by forms: from the list, from the shift's page."""

from typing import Any

from fastapi.testclient import TestClient

from tests.api.page.drafting import ADD, SLOT, client, draft, edited
from tests.api.page.shift.test_routes import holders
from tests.api.service import Service

__all__ = ["client", "draft"]

WEDNESDAY, WEDNESDAY_SLOT = "2026-03-11", "P-J-2026-03-11"


def moved(client: TestClient, draft: str, version: int, to_slot: str) -> Any:
    return client.post(
        f"/plannings/{draft}/services/{SLOT}/deplacer?personne=ada&jour={WEDNESDAY}",
        data={"version": str(version), "to_slot": to_slot},
        headers={"accept": "text/html"},
        follow_redirects=False,
    )


def test_a_shift_moves_to_a_slot_that_the_page_offers(
    client: TestClient, draft: str, service: Service
) -> None:
    edited(client, draft, 1, ADD)
    address = f"/plannings/{draft}/services/{SLOT}/deplacer?personne=ada&jour={WEDNESDAY}"

    page = client.get(address)
    assert page.status_code == 200
    assert "<h1>Déplacer : Ada Lemoine</h1>" in page.text
    assert "<h2>Mercredi 11 mars 2026</h2>" in page.text
    assert f'name="to_slot" value="{WEDNESDAY_SLOT}"' in page.text

    answer = moved(client, draft, 2, WEDNESDAY_SLOT)
    assert answer.status_code == 303
    assert answer.headers["location"] == (
        f"/plannings/{draft}/services/{WEDNESDAY_SLOT}?fait=deplacer"
    )
    assert holders(service, draft, 3) == []
    assert holders(service, draft, 3, WEDNESDAY_SLOT) == ["ada"]
    assert "Déplacé ici." in client.get(answer.headers["location"]).text


def test_its_own_day_is_shown_first_without_the_slot_that_it_leaves(
    client: TestClient, draft: str
) -> None:
    edited(client, draft, 1, ADD)

    text = client.get(f"/plannings/{draft}/services/{SLOT}/deplacer?personne=ada").text

    assert "<h2>Lundi 9 mars 2026</h2>" in text
    assert f'value="{SLOT}"' not in text
    assert "&amp;jour=2026-03-08" in text
    assert "&amp;jour=2026-03-10" in text


def test_the_first_day_of_the_month_has_no_day_before(client: TestClient, draft: str) -> None:
    edited(client, draft, 1, ADD)
    address = f"/plannings/{draft}/services/{SLOT}/deplacer?personne=ada"

    first = client.get(f"{address}&jour=2026-03-01").text
    last = client.get(f"{address}&jour=2026-03-31").text

    assert "jour=2026-02-28" not in first
    assert "jour=2026-03-02" in first
    assert "jour=2026-03-30" in last
    assert "jour=2026-04-01" not in last


def test_who_does_not_hold_it_and_a_day_of_another_month_are_refused(
    client: TestClient, draft: str
) -> None:
    edited(client, draft, 1, ADD)
    address = f"/plannings/{draft}/services/{SLOT}/deplacer"
    page = {"accept": "text/html"}

    nobody = client.get(f"{address}?personne=brice", headers=page)
    april = client.get(f"{address}?personne=ada&jour=2026-04-01", headers=page)

    assert nobody.status_code == 422
    assert "une personne qui tient ce créneau" in nobody.text
    assert april.status_code == 422
    assert "un jour de 03/2026" in april.text


def test_what_another_changed_meanwhile_is_said_and_nothing_moves(
    client: TestClient, draft: str, service: Service
) -> None:
    edited(client, draft, 1, ADD)
    edited(client, draft, 2, {"verb": "add", "slot": SLOT, "person": "brice"})

    answer = moved(client, draft, 2, WEDNESDAY_SLOT)

    assert answer.status_code == 412
    assert "recommencez si cela vaut encore" in answer.text
    assert f'name="to_slot" value="{WEDNESDAY_SLOT}"' in answer.text
    assert holders(service, draft, 3) == ["ada", "brice"]


def test_a_shift_that_another_took_off_meanwhile_is_said_to_have_changed(
    client: TestClient, draft: str
) -> None:
    edited(client, draft, 1, ADD)
    edited(client, draft, 2, ADD | {"verb": "remove"})

    answer = moved(client, draft, 2, WEDNESDAY_SLOT)

    assert answer.status_code == 412


def test_a_rule_of_public_order_moves_nothing_and_is_told(
    client: TestClient, draft: str, service: Service
) -> None:
    # Dorian, an apprentice, has a course that day.
    edited(client, draft, 1, ADD | {"person": "dorian"})
    address = f"/plannings/{draft}/services/{SLOT}/deplacer?personne=dorian&jour=2026-03-03"

    page = client.get(address).text
    assert "Aucun créneau de ce jour ne peut être pris" in page
    assert "Une règle les empêche (1)" in page
    assert 'name="to_slot"' not in page

    answer = client.post(
        address,
        data={"version": "2", "to_slot": "P-J-2026-03-03"},
        headers={"accept": "text/html"},
    )
    assert answer.status_code == 422
    assert "Refusé : rien ne change" in answer.text
    assert holders(service, draft, 2) == ["dorian"]


def test_lists_by_day_and_by_person_offer_both_beside_each_shift(
    client: TestClient, draft: str
) -> None:
    edited(client, draft, 1, ADD)
    shift = f"/plannings/{draft}/services/{SLOT}"

    for order in ("jour", "personne"):
        text = client.get(f"/plannings/{draft}?vue=liste&du=2026-03-09&par={order}").text
        assert f'href="{shift}/deplacer?personne=ada"' in text, order
        assert f'href="{shift}/echanger?personne=ada"' in text, order


def test_rh_reads_lists_without_them(client: TestClient, draft: str, service: Service) -> None:
    edited(client, draft, 1, ADD)
    rh = service.client("rh")

    text = rh.get(f"/plannings/{draft}?vue=liste&du=2026-03-09").text

    assert SLOT in text
    assert "/deplacer" not in text
    assert rh.get(f"/plannings/{draft}/services/{SLOT}/deplacer?personne=ada").status_code == 403
