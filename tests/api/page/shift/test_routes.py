"""A shift's own page: what the grid does by drag is done by forms, without script."""

from typing import Any

from fastapi.testclient import TestClient

from api.database.engine import reading
from api.month.places.drafts import assignments_of
from tests.api.page.drafting import SLOT, client, draft
from tests.api.service import Service

__all__ = ["client", "draft"]


def act(client: TestClient, draft: str, version: int, **fields: str) -> Any:
    return client.post(
        f"/plannings/{draft}/services/{SLOT}",
        data={"version": str(version), **fields},
        headers={"accept": "text/html"},
        follow_redirects=False,
    )


def holders(service: Service, draft: str, version: int, slot: str = SLOT) -> list[str]:
    with reading(service.engine) as session:
        assignments = assignments_of(session, draft, version)
    return sorted(a.mediator for a in assignments if a.slot == slot)


def test_a_shift_is_given_replaced_and_taken_off(
    client: TestClient, draft: str, service: Service
) -> None:
    answer = act(client, draft, 1, act="donner", person="ada")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/plannings/{draft}/services/{SLOT}?fait=donner"
    assert holders(service, draft, 2) == ["ada"]

    assert act(client, draft, 2, act="donner", person="brice", instead_of="ada").status_code == 303
    assert holders(service, draft, 3) == ["brice"]

    assert act(client, draft, 3, act="retirer", person="brice").status_code == 303
    assert holders(service, draft, 4) == []


def test_the_page_says_who_holds_the_shift_and_who_else_could(
    client: TestClient, draft: str
) -> None:
    act(client, draft, 1, act="donner", person="ada")
    address = f"/plannings/{draft}/services/{SLOT}"

    text = client.get(f"{address}?personne=ada").text

    assert "<h1>Place du Marché, 9 h – 16 h 30, lundi 9 mars 2026" in text
    assert "pour remplacer Ada Lemoine" in text
    assert "Donner à Brice" in text
    # Whose post it isn't has no button.
    assert "Farid" in text
    assert "Donner à Farid" not in text
    assert '<input type="hidden" name="instead_of" value="ada">' in text


def test_who_holds_a_shift_is_read_first_until_somebody_is_to_be_replaced(
    client: TestClient, draft: str
) -> None:
    act(client, draft, 1, act="donner", person="ada")
    address = f"/plannings/{draft}/services/{SLOT}"

    plain, replacing = client.get(address).text, client.get(f"{address}?personne=ada").text

    assert plain.index("Qui le tient") < plain.index('id="t-candidats"')
    assert replacing.index('id="t-candidats"') < replacing.index("Qui le tient")
    # Ada is not away: there is no list of her shifts to come back to.
    assert "Tous ses services à remplacer" not in replacing


def test_a_shift_is_locked_and_unlocked(client: TestClient, draft: str) -> None:
    act(client, draft, 1, act="donner", person="ada")

    assert act(client, draft, 2, act="verrouiller", person="ada").status_code == 303
    text = client.get(f"/plannings/{draft}/services/{SLOT}?fait=verrouiller").text
    assert "Verrouillé : les calculs le laissent là." in text
    assert ">Déverrouiller</button>" in text

    assert act(client, draft, 2, act="deverrouiller", person="ada").status_code == 303
    assert ">Verrouiller</button>" in client.get(f"/plannings/{draft}/services/{SLOT}").text


def test_what_another_changed_meanwhile_is_shown_and_nothing_is_lost(
    client: TestClient, draft: str, service: Service
) -> None:
    act(client, draft, 1, act="donner", person="ada")

    late = act(client, draft, 1, act="donner", person="brice")

    assert late.status_code == 412
    assert "Ce qui suit est l’état présent" in late.text
    assert "Ada Lemoine" in late.text
    assert holders(service, draft, 2) == ["ada"]


def test_a_shift_that_isnt_there_is_not_found(client: TestClient, draft: str) -> None:
    answer = client.get(
        f"/plannings/{draft}/services/X-J-2026-03-09", headers={"accept": "text/html"}
    )

    assert answer.status_code == 404


def test_who_reads_has_no_button(client: TestClient, draft: str, service: Service) -> None:
    act(client, draft, 1, act="donner", person="ada")
    reader = service.client("rh")

    assert ">Retirer</button>" not in reader.get(f"/plannings/{draft}/services/{SLOT}").text
    assert act(reader, draft, 2, act="retirer", person="ada").status_code == 403


def test_a_form_that_did_not_show_a_lock_takes_nothing_off(client: TestClient, draft: str) -> None:
    act(client, draft, 1, act="donner", person="ada")
    act(client, draft, 2, act="verrouiller", person="ada")
    page = client.get(f"/plannings/{draft}/services/{SLOT}").text

    late = act(client, draft, 2, act="retirer", person="ada")

    assert late.status_code == 409
    assert "Verrouillé entre-temps : Ada Lemoine" in late.text
    assert page.count('<input type="hidden" name="locked" value="oui">') == 1
    assert act(client, draft, 2, act="retirer", person="ada", locked="oui").status_code == 303
