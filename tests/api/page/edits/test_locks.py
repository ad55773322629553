"""Locks set and lifted in the grid, and what they stop."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.data.rows.kinds import KINDS
from api.data.stored.rows import add
from api.database.engine import writing
from scheduler.domain.time import PARIS
from tests.api.databases import on_each
from tests.api.entered import rows
from tests.api.page.data.examples import key_of
from tests.api.page.data.forms import send, submit
from tests.api.page.drafting import ADD, SLOT, UNAVAILABLE, client, draft, edited, unavailable
from tests.api.service import Service

__all__ = ["client", "draft", "unavailable"]


def locks(client: TestClient) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = rows(client, "verrous")
    return items


def locked(client: TestClient, draft: str, version: int, *, locked: bool) -> Any:
    return client.post(
        f"/page/plannings/{draft}/verrous",
        json={"shifts": [{"person": "ada", "slot": SLOT}], "locked": locked},
        headers=at(draft, version),
    )


def at(draft: str, version: int) -> dict[str, str]:
    return {"If-Match": f'"{draft}-{version}"'}


def test_a_shift_is_locked_once_and_unlocked(client: TestClient, draft: str) -> None:
    edited(client, draft, 1, ADD)

    first, again = (locked(client, draft, 2, locked=True).json() for _ in range(2))
    rows = locks(client)
    assert [(row["values"]["mediator"], row["values"]["slot"]) for row in rows] == [("ada", SLOT)]
    assert first["rows"] == again["rows"]
    assert "i-verrou" in first["rows"]["p-P-ada"]

    free = locked(client, draft, 2, locked=False).json()
    assert locks(client) == []
    assert "i-verrou" not in free["rows"]["p-P-ada"]


def test_a_lock_from_an_older_version_writes_nothing(client: TestClient, draft: str) -> None:
    edited(client, draft, 1, ADD)

    assert locked(client, draft, 1, locked=True).status_code == 412
    assert locks(client) == []


@pytest.mark.usefixtures("unavailable")
def test_a_lock_leaves_the_links_to_answer_for_findings(client: TestClient, draft: str) -> None:
    made = edited(client, draft, 1, ADD, UNAVAILABLE).json()

    answer = locked(client, draft, 2, locked=True).json()

    assert made["panel"].count("/acquittements?code=") > 0
    assert answer["panel"] == made["panel"]


def test_taking_off_what_somebody_locked_meanwhile_is_refused_with_who_and_what(
    client: TestClient, draft: str, service: Service
) -> None:
    edited(client, draft, 1, ADD)
    colleague = service.client("responsable")
    assert locked(colleague, draft, 2, locked=True).status_code == 200
    give = ADD | {"verb": "give", "to_person": "brice"}

    for gesture in (ADD | {"verb": "remove"}, give):
        answer = edited(client, draft, 2, gesture)
        assert (answer.status_code, answer.json()["code"]) == (409, "verrouille_entre_temps")
        assert answer.json()["detail"] == (
            "Verrouillé entre-temps : Ada Lemoine, Place du Marché, "
            "9\u00a0h – 16\u00a0h\u00a030, le 09/03/2026 "
            "(par Essai : Verrouillé dans la grille) ; rien n’est enregistré."
        )
        assert answer.json()["current"]["locks"] == [
            {"person": "ada", "slot": SLOT, "by": "Essai", "why": "Verrouillé dans la grille"}
        ]
    since = client.get(f"/page/plannings/{draft}/depuis?version=2&person=ada").json()
    assert (since["version"], "i-verrou" in since["rows"]["p-P-ada"]) == (2, True)


def test_who_saw_the_lock_takes_the_shift_off(client: TestClient, draft: str) -> None:
    edited(client, draft, 1, ADD)
    locked(client, draft, 2, locked=True)

    answer = client.post(
        f"/page/plannings/{draft}/gestes",
        json={
            "operations": [ADD | {"verb": "remove"}],
            "locked": [{"person": "ada", "slot": SLOT}],
        },
        headers={"If-Match": f'"{draft}-2"'},
    )

    assert (answer.status_code, answer.json()["version"]) == (200, 3)


def test_a_lock_on_another_shift_stops_nothing(client: TestClient, draft: str) -> None:
    other = ADD | {"slot": "P-J-2026-03-10"}
    edited(client, draft, 1, ADD, other)
    locked(client, draft, 2, locked=True)

    assert edited(client, draft, 2, other | {"verb": "remove"}).json()["version"] == 3


def left(client: TestClient, day: str) -> None:
    """End Ada's contract."""
    address = f"/donnees/contrats/{key_of(client, 'contrats', mediator='ada')}/fin"
    shown = send(client, address, {"_number": "1", "_jour": day})
    assert shown.status == 303 or submit(client, shown).status == 303


def test_a_lock_that_cannot_hold_any_more_stops_nothing(client: TestClient, draft: str) -> None:
    edited(client, draft, 1, ADD)
    locked(client, draft, 2, locked=True)
    left(client, "2026-03-08")
    assert len(locks(client)) == 1

    # She is there until the 8th: the shift of the 9th shows no lock, and has to be taken off.
    assert edited(client, draft, 2, ADD | {"verb": "remove"}).json()["version"] == 3


def test_coming_back_takes_off_a_locked_shift_of_whoever_is_gone(
    client: TestClient, draft: str
) -> None:
    edited(client, draft, 1, ADD)
    locked(client, draft, 2, locked=True)
    left(client, "2026-02-27")

    answer = client.post(
        f"/page/plannings/{draft}/retours", json={"to": 1}, headers={"If-Match": f'"{draft}-2"'}
    )

    assert (answer.status_code, answer.json()["version"]) == (200, 3)


@on_each
def test_of_a_lock_and_a_removal_sent_together_one_alone_is_done(
    client: TestClient, draft: str
) -> None:
    edited(client, draft, 1, ADD)
    with ThreadPoolExecutor(2) as pool:
        removal = pool.submit(edited, client, draft, 2, ADD | {"verb": "remove"})
        lock = pool.submit(locked, client, draft, 2, locked=True)
        answers = {removal.result().status_code, lock.result().status_code}

    assert answers in ({200, 409}, {200, 412})
    assert len(locks(client)) == (1 if removal.result().status_code == 409 else 0)


def test_the_panel_of_locks_says_who_where_by_whom_and_since_when(
    client: TestClient, draft: str
) -> None:
    address = f"/page/plannings/{draft}/verrous"
    assert "Aucun verrou" in client.get(address).text
    edited(client, draft, 1, ADD)
    before = datetime.now(PARIS)
    locked(client, draft, 2, locked=True)
    after = datetime.now(PARIS)

    text = client.get(address).text.replace("\u202f", " ").replace("\xa0", " ")

    assert f'data-person="ada" data-slot="{SLOT}"' in text
    assert "<strong>Ada Lemoine</strong>, lun. 9, Place du Marché, 9 h – 16 h 30" in text
    origins = {
        f"Par Essai, le {when:%d/%m/%Y} à {when.hour} h{f' {when:%M}' if when.minute else ''} : "
        "Verrouillé dans la grille"
        for when in (before, after)
    }
    assert [origin for origin in origins if origin in text]
    assert text.count('data-act="unlock"') == 1
    assert "unlock-all" not in text
    assert "ne peuvent pas tenir ensemble" not in text

    back = {"to": 1}
    client.post(f"/page/plannings/{draft}/retours", json=back, headers=at(draft, 2))
    assert "Pas encore dans ce planning" in client.get(address).text


def test_locks_that_contradict_lead_to_the_ways_out(client: TestClient, draft: str) -> None:
    # Dorian is at his training centre on the 3rd.
    shifts = [{"person": "dorian", "slot": f"P-J-2026-03-{day}"} for day in ("03", "10")]
    edited(client, draft, 1, ADD)
    body = {"shifts": shifts, "locked": True}
    url = f"/page/plannings/{draft}/verrous"
    assert client.post(url, json=body, headers=at(draft, 2)).status_code == 200

    text = client.get(url).text
    assert "Ces verrous ne peuvent pas tenir ensemble" in text
    assert "L6222-24" in text
    assert 'name="kind" value="explain"' in text
    assert 'data-act="unlock-all"' in text


def test_who_only_reads_sees_locks_and_no_button(
    client: TestClient, draft: str, service: Service
) -> None:
    edited(client, draft, 1, ADD)
    locked(client, draft, 2, locked=True)

    text = service.client("rh").get(f"/page/plannings/{draft}/verrous").text

    assert "Ada Lemoine" in text
    assert 'data-act="reach"' in text
    assert "unlock" not in text


def test_a_lock_that_no_plan_can_follow_names_its_template_as_it_is_written(
    client: TestClient, draft: str, service: Service
) -> None:
    edited(client, draft, 1, ADD)
    locked(client, draft, 2, locked=True)
    closed = {"template": "P-J", "day": "2026-03-09", "action": "supprime", "why": "Fermé"}
    with writing(service.engine) as session:
        add(session, KINDS["exceptions"], closed)

    text = client.get(f"/page/plannings/{draft}/verrous").text.replace("\xa0", " ")

    assert "Laissé de côté : le gabarit « P-J »" in text
