"""Why posts are open, on pages: read by cause, opened, and filled by a button."""

import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.access.caller import Role
from api.database.engine import reading
from api.month.places.drafts import assignments_of
from tests.api.page.drafting import ADD, SLOT, begun, client, draft, edited
from tests.api.publishing import publish
from tests.api.service import Service

__all__ = ["client", "draft"]

FORM = re.compile(r'<form method="post" action="[^"]*/trous/[^"]*".*?</form>', re.DOTALL)
FIELD = re.compile(r'name="(version|add|remove)" value="([^"]*)"')


def text_of(client: TestClient, address: str) -> str:
    return unescape(client.get(address).text).replace("\N{NO-BREAK SPACE}", " ")


def first_form(client: TestClient, address: str) -> dict[str, list[str]]:
    """The fields of the first proposal that an edit does, as its button sends them."""
    form = FORM.search(client.get(address).text)
    assert form is not None
    fields: dict[str, list[str]] = {}
    for name, value in FIELD.findall(form.group()):
        fields.setdefault(name, []).append(unescape(value))
    return fields


def act(client: TestClient, address: str, name: str, fields: dict[str, list[str]]) -> Any:
    return client.post(
        address,
        data={**fields, "act": name},
        headers={"accept": "text/html"},
        follow_redirects=False,
    )


def test_all_open_posts_are_read_by_cause_and_each_opens(client: TestClient, draft: str) -> None:
    text = text_of(client, f"/plannings/{draft}/trous")

    assert "postes à pourvoir en mars 2026, dont " in text
    assert f'href="/plannings/{draft}/trous/{SLOT}"' in text
    assert f'href="/plannings/{draft}/trous"' in text_of(client, f"/plannings/{draft}")


def test_where_a_rule_keeps_posts_open_the_list_says_where_ways_out_are_tried(
    client: TestClient, draft: str
) -> None:
    address = f"/plannings/{draft}/trous"
    tried = "échanges, renforts et autres horaires y sont essayés"
    before = text_of(client, address)

    client.post(f"{address}/pourvoir", data={"version": "1"}, headers={"accept": "text/html"})

    assert tried not in before
    assert f"Ouvrez-le : {tried}." in text_of(client, address)


def test_a_proposal_is_applied_by_its_button_and_the_post_is_filled(
    client: TestClient, draft: str, service: Service
) -> None:
    edited(client, draft, 1, ADD)
    address = f"/plannings/{draft}/trous/{SLOT}"
    fields = first_form(client, address)

    answer = act(client, address, "appliquer", fields)

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/plannings/{draft}/trous/{SLOT}?fait=donner"
    assert '<p class="done" role="status">Donné.</p>' in text_of(client, answer.headers["location"])
    with reading(service.engine) as session:
        after = assignments_of(session, draft, 3)
    (added,) = fields["add"]
    assert {f"{a.mediator}|{a.slot}" for a in after} == {f"ada|{SLOT}", added}


def test_a_proposal_opens_beside_and_the_draft_stays(
    client: TestClient, draft: str, service: Service
) -> None:
    edited(client, draft, 1, ADD)
    address = f"/plannings/{draft}/trous/{SLOT}"

    answer = act(client, address, "variante", first_form(client, address))

    assert answer.status_code == 303
    beside = answer.headers["location"].split("/")[2]
    assert answer.headers["location"] == f"/plannings/{beside}/comparer?base={draft}"
    with reading(service.engine) as session:
        assert len(assignments_of(session, draft, 2)) == 1
        assert len(assignments_of(session, beside, 1)) == 2
    assert "variante ouverte depuis une proposition" in text_of(
        client, f"/plannings/{beside}/historique"
    )


@pytest.mark.parametrize("button", ["appliquer", "variante"])
def test_a_form_that_neither_puts_nor_takes_anybody_is_refused(
    client: TestClient, draft: str, button: str
) -> None:
    answer = act(client, f"/plannings/{draft}/trous/{SLOT}", button, {"version": ["1"]})

    assert answer.status_code == 422
    assert "au moins une personne à mettre ou à retirer" in unescape(answer.text)
    assert len(client.get("/api/v1/responsable/plannings").json()["items"]) == 1


def test_a_proposal_of_an_older_version_changes_nothing_and_shows_what_is_now(
    client: TestClient, draft: str
) -> None:
    edited(client, draft, 1, ADD)
    address = f"/plannings/{draft}/trous/{SLOT}"
    fields = first_form(client, address)
    edited(client, draft, 2, {"verb": "remove", "slot": SLOT, "person": "ada"})

    answer = act(client, address, "appliquer", fields)

    assert answer.status_code == 412
    assert "recommencez si cela vaut encore" in answer.text


@pytest.mark.parametrize("name", ["appliquer", "variante"])
def test_a_person_without_a_slot_is_refused_and_no_version_is_made(
    client: TestClient, draft: str, name: str
) -> None:
    address = f"/plannings/{draft}/trous/{SLOT}"

    answer = act(client, address, name, {"version": ["1"], "add": ["ada"]})

    assert answer.status_code == 422
    assert "brouillon v1" in text_of(client, address)


def test_absence_is_said_without_its_reason_and_rh_reads_without_buttons(
    client: TestClient, draft: str, service: Service
) -> None:
    friday = f"/plannings/{draft}/trous/P-J-2026-03-06"
    text = text_of(service.client(Role.RH), friday)

    assert "Ada Lemoine, en absence" in text
    assert "congé" not in text
    assert "Appliquer" not in text
    assert "Appliquer" in text_of(client, f"/plannings/{draft}/trous/{SLOT}")


def test_what_the_data_must_change_first_is_a_link_to_them(client: TestClient, draft: str) -> None:
    friday = "P-J-2026-03-06"
    two = [{"verb": "add", "slot": friday, "person": person} for person in ("brice", "chloe")]
    edited(client, draft, 1, *two)
    text = text_of(client, f"/plannings/{draft}/trous/{friday}")

    assert "Qui pourrait venir, du plus proche au plus lointain" in text
    assert 'href="/donnees/absences?avec=personne%3Aada"' in text
    assert "D’abord dans les absences : un brouillon n’affecte personne d’absent." in text


def test_of_a_post_that_has_begun_nothing_is_said_to_have_been_tried(
    service: Service, client: TestClient
) -> None:
    publish(service.engine, date(2026, 3, 1))
    service.app.state.now = lambda: datetime(2026, 3, 10, 9, tzinfo=UTC)
    address = f"/plannings/{begun(client)}/trous/{SLOT}"
    text = text_of(client, address)

    assert "Déjà commencé, il n’y a plus rien à décider." in text
    assert "essayé" not in text
    assert "Qui pourrait venir" not in text


def fill_all(client: TestClient, draft: str, version: int = 1, **more: str) -> Any:
    return client.post(
        f"/plannings/{draft}/trous/pourvoir",
        data={"version": version, **more},
        headers={"accept": "text/html"},
        follow_redirects=False,
    )


def test_all_that_can_be_is_filled_as_one_version_which_one_undo_takes_back(
    client: TestClient, draft: str, service: Service
) -> None:
    answer = fill_all(client, draft)

    assert answer.headers["location"] == f"/plannings/{draft}/trous?fait=pourvoir"
    text = text_of(client, answer.headers["location"])
    with reading(service.engine) as session:
        many = len(assignments_of(session, draft, 2))
    assert f"{many} postes pourvus d’un coup, en v2" in text
    assert "Pourvoir tout" not in text
    assert "rien ne l’empêche, quelqu’un peut venir" not in text.lower()
    assert 'data-undo="1"' in client.get(f"/plannings/{draft}").text
    back = client.post(
        f"/page/plannings/{draft}/retours", json={"to": 1}, headers={"If-Match": f'"{draft}-2"'}
    )
    assert back.json()["version"] == 3
    with reading(service.engine) as session:
        assert assignments_of(session, draft, 3) == frozenset()


def test_from_the_grid_one_comes_back_to_the_grid_and_reads_what_was_filled(
    client: TestClient, draft: str
) -> None:
    answer = fill_all(client, draft, retour="grille")

    assert answer.headers["location"] == f"/plannings/{draft}?fait=pourvoir"
    assert "postes pourvus d’un coup. Ctrl + Z les reprend tous." in text_of(
        client, answer.headers["location"]
    )
    assert "Ctrl + Z les reprend" not in text_of(client, f"/plannings/{draft}")


def test_where_nothing_can_be_filled_no_version_is_made_and_that_is_said(
    client: TestClient, draft: str
) -> None:
    fill_all(client, draft)
    answer = fill_all(client, draft, 2)

    text = text_of(client, answer.headers["location"])
    assert "Aucun poste ouvert ne peut être tenu sans rien enfreindre" in text
    assert "brouillon v2" in text


def test_the_grid_does_not_show_as_a_success_that_nothing_could_be_filled(
    client: TestClient, draft: str
) -> None:
    filled = fill_all(client, draft, retour="grille")
    before = client.get(filled.headers["location"]).text
    nothing = fill_all(client, draft, 2, retour="grille")
    after = client.get(nothing.headers["location"]).text

    sentence = "Aucun poste ouvert ne peut être tenu sans rien enfreindre"
    assert f'<p class="note" role="status">{sentence}' in after.replace("\u00a0", " ")
    assert '<p class="done" role="status">' not in after
    assert '<p class="done" role="status">' in before


def test_the_panel_says_how_a_cell_is_opened(
    client: TestClient, draft: str, service: Service
) -> None:
    sentence = (
        "Double-clic sur une case, ou Entrée : remplacer, noter une absence, donner un service."
    )
    read_only = "Double-clic sur une case, ou Entrée : le détail."
    responsable = text_of(client, f"/plannings/{draft}")
    rh = text_of(service.client(Role.RH), f"/plannings/{draft}")

    assert sentence in responsable
    assert (sentence in rh, read_only in rh) == (False, True)


def test_a_version_that_another_has_replaced_is_not_filled(client: TestClient, draft: str) -> None:
    edited(client, draft, 1, ADD)

    answer = fill_all(client, draft)

    assert answer.status_code == 412
    assert "brouillon v2" in unescape(answer.text)


def test_rh_reads_the_list_without_any_button(draft: str, service: Service) -> None:
    rh = service.client(Role.RH)

    assert "Pourvoir tout" not in text_of(rh, f"/plannings/{draft}/trous")
    assert fill_all(rh, draft).status_code == 403


def test_a_candidate_is_given_a_post_in_the_list_and_one_stays_at_the_next(
    client: TestClient, draft: str, service: Service
) -> None:
    page = client.get(f"/plannings/{draft}/trous").text
    person, slot = re.findall(r'name="add" value="(\w+)\|([^" ]+)"', page)[0]

    answer = client.post(
        f"/plannings/{draft}/trous/donner",
        data={"version": 1, "add": f"{person}|{slot}"},
        follow_redirects=False,
    )

    address, _, place = answer.headers["location"].partition("#")
    assert address == f"/plannings/{draft}/trous?fait=donner"
    assert f'id="{place}"' in client.get(address).text
    with reading(service.engine) as session:
        assert {(a.mediator, a.slot) for a in assignments_of(session, draft, 2)} == {(person, slot)}


def test_a_candidate_who_would_break_public_order_is_refused_in_the_list(
    client: TestClient, draft: str
) -> None:
    edited(client, draft, 1, ADD)

    answer = client.post(
        f"/plannings/{draft}/trous/donner",
        data={"version": 2, "add": f"ada|{SLOT}"},
        headers={"accept": "text/html"},
    )

    assert answer.status_code == 422
    assert "une personne qui ne tient pas déjà le créneau" in unescape(answer.text)


def test_the_list_and_the_way_through_it_keep_to_posts_under_the_minimum(
    client: TestClient, draft: str
) -> None:
    edited(client, draft, 1, ADD, ADD | {"person": "brice"})
    everything = client.get(f"/plannings/{draft}/trous").text
    under = client.get(f"/plannings/{draft}/trous?sous=minimum").text
    slots = re.findall(r'id="s-([^"]+)"', under)

    assert SLOT not in slots
    assert 0 < len(slots) < everything.count('id="s-')
    first = min(slots, key=lambda slot: slot[-10:])
    page = client.get(f"/plannings/{draft}/trous/{first}?sous=minimum").text
    (following,) = re.findall(r'rel="next" href="[^"]*/trous/([^"?]+)\?sous=minimum"', page)
    assert following in slots


def test_what_has_begun_is_left_as_it_was(service: Service, client: TestClient) -> None:
    publish(service.engine, date(2026, 3, 1))
    service.app.state.now = lambda: datetime(2026, 3, 10, 9, tzinfo=UTC)
    draft = begun(client)

    fill_all(client, draft)

    with reading(service.engine) as session:
        before, after = (assignments_of(session, draft, number) for number in (1, 2))
    assert before < after
    assert min(each.slot[-10:] for each in after - before) >= "2026-03-10"
