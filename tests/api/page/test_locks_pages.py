"""The page of a draft's locks does by forms what the grid's panel does, without script."""

from typing import Any

from fastapi.testclient import TestClient

from tests.api.entered import keys
from tests.api.page.drafting import ADD, SLOT, client, draft, edited
from tests.api.service import Service

__all__ = ["client", "draft"]

OTHER = "P-J-2026-03-10"
HTML = {"accept": "text/html"}


def lock(client: TestClient, draft: str, version: int, *shifts: tuple[str, str]) -> None:
    body = {"shifts": [{"person": p, "slot": s} for p, s in shifts], "locked": True}
    match = {"If-Match": f'"{draft}-{version}"'}
    answer = client.post(f"/page/plannings/{draft}/verrous", json=body, headers=match)
    assert answer.status_code == 200


def unlock(client: TestClient, draft: str, version: int, *shifts: tuple[str, str]) -> Any:
    return client.post(
        f"/plannings/{draft}/verrous",
        data={
            "version": str(version),
            "person": [person for person, _ in shifts],
            "slot": [slot for _, slot in shifts],
        },
        headers=HTML,
        follow_redirects=False,
    )


def locks(client: TestClient) -> list[tuple[str, str]]:
    return [(row["mediator"], row["slot"]) for row in keys(client, "verrous").values()]


def test_the_list_leads_to_the_locks_and_each_to_its_shift(client: TestClient, draft: str) -> None:
    home = f"/plannings/{draft}"
    assert f'href="{home}/verrous"' in client.get(f"{home}?vue=liste").text
    assert f'href="{home}/verrous"' in client.get(f"{home}?vue=mois").text
    assert "Aucun verrou" in client.get(f"{home}/verrous").text
    edited(client, draft, 1, ADD)
    lock(client, draft, 2, ("ada", SLOT))

    text = client.get(f"{home}/verrous").text.replace("\u202f", " ").replace("\xa0", " ")

    assert "<h1>Verrous (1)</h1>" in text
    assert "<strong>Ada Lemoine</strong>, lun. 9, Place du Marché, 9 h – 16 h 30" in text
    assert f'href="{home}/services/{SLOT}"' in text
    assert text.count(">Déverrouiller<") == 1
    assert "Tout déverrouiller" not in text


def test_one_is_unlocked_or_all_of_them(client: TestClient, draft: str) -> None:
    edited(client, draft, 1, ADD)
    shifts = (("ada", SLOT), ("ada", OTHER), ("brice", OTHER))
    lock(client, draft, 2, *shifts)
    assert "Tout déverrouiller" in client.get(f"/plannings/{draft}/verrous").text

    answer = unlock(client, draft, 2, shifts[0])
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/plannings/{draft}/verrous?fait=oui"
    assert locks(client) == [*shifts[1:]]
    assert ">Déverrouillé.<" in client.get(answer.headers["location"]).text

    assert unlock(client, draft, 2, *shifts[1:]).status_code == 303
    assert locks(client) == []


def test_from_an_older_version_nothing_is_unlocked_and_the_page_says_why(
    client: TestClient, draft: str
) -> None:
    edited(client, draft, 1, ADD)
    lock(client, draft, 2, ("ada", SLOT))

    late = unlock(client, draft, 1, ("ada", SLOT))

    assert late.status_code == 412
    assert "Ce qui suit est l’état présent" in late.text
    assert locks(client) == [("ada", SLOT)]


def test_a_form_whose_fields_do_not_match_is_refused(client: TestClient, draft: str) -> None:
    edited(client, draft, 1, ADD)
    lock(client, draft, 2, ("ada", SLOT))
    fields = {"version": "2", "person": ["ada", "brice"], "slot": [SLOT]}

    answer = client.post(f"/plannings/{draft}/verrous", data=fields, headers=HTML)

    assert answer.status_code == 422
    assert "autant de créneaux que de personnes (2)" in answer.text
    assert locks(client) == [("ada", SLOT)]


def test_locks_that_contradict_lead_to_the_ways_out(client: TestClient, draft: str) -> None:
    # Dorian is at his training centre on the 3rd.
    edited(client, draft, 1, ADD)
    lock(client, draft, 2, ("dorian", "P-J-2026-03-03"), ("dorian", OTHER))

    text = client.get(f"/plannings/{draft}/verrous").text

    assert "Ces verrous ne peuvent pas tenir ensemble" in text
    assert 'name="kind" value="explain"' in text


def test_who_only_reads_sees_locks_and_no_button(
    client: TestClient, draft: str, service: Service
) -> None:
    edited(client, draft, 1, ADD)
    lock(client, draft, 2, ("ada", SLOT))
    reader = service.client("rh")

    text = reader.get(f"/plannings/{draft}/verrous").text

    assert "Ada Lemoine" in text
    assert "éverrouiller" not in text
    assert unlock(reader, draft, 2, ("ada", SLOT)).status_code == 403
