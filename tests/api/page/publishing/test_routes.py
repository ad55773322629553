"""The page that publishes a draft, as a browser without script uses it."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from api.database.engine import reading
from api.ledger.history import head
from tests.api.month.planned import EVENING, MONDAY, PAIR, add, begin, drafted, edit
from tests.api.service import NOW
from tests.api.service import service_on_each as service

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from tests.api.service import Service

__all__ = ["service"]

HTML = {"accept": "text/html"}


@pytest.fixture
def client(service: Service) -> TestClient:
    service.app.state.now = lambda: NOW
    return service.client("responsable", agency="ville")


def page_of(where: str) -> str:
    return f"/plannings/{where.rpartition('/')[2]}"


def form_of(text: str, note: str = "") -> dict[str, str]:
    """Return what the form that publishes would send, with a note typed."""
    form = text[text.rindex("<form") :]
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)
    return {**dict(hidden), "note": note}


def shown(client: TestClient, where: str) -> str:
    answer = client.get(f"{page_of(where)}/publier", headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text


def send(client: TestClient, where: str, form: dict[str, str]) -> Any:
    address = f"{page_of(where)}/publier"
    return client.post(address, data=form, headers=HTML, follow_redirects=False)


def test_the_page_says_what_changes_for_whom_and_how_they_learn(client: TestClient) -> None:
    text = shown(client, drafted(client, *PAIR))

    summary = re.search('<p class="summary">(.*)</p>', text)
    assert summary is not None
    assert summary[1] == (
        "2 changements, première publication, 2 personnes, prévenance de 10 jours au moins."
    )
    assert "Rien n’empêche de publier." in text
    assert "lun. 2 mars" in text
    assert "gardée pour toujours : n’y nommez personne" in text.lower()


def test_a_draft_in_which_nobody_holds_anything_has_nothing_to_publish(client: TestClient) -> None:
    where = begin(client)

    text = shown(client, where)
    answer = send(client, where, form_of(text))

    assert "Ce planning n’affecte personne : il n’y a rien à publier." in text
    assert "Rien n’empêche de publier." not in text
    assert answer.status_code == 409
    assert "rien à publier : ce planning n’affecte personne" in answer.text


def test_many_changes_are_folded_by_person_so_that_the_button_is_near(client: TestClient) -> None:
    days = [day for day in range(1, 32) if date(2026, 3, day).weekday() < 5]
    slots = [f"P-J-2026-03-{day:02d}" for day in days]
    few = drafted(client, *(add("ada", slot) for slot in slots))
    many = drafted(client, *(add(who, slot) for slot in slots for who in ("ada", "brice")))

    assert shown(client, few).count("<details open><summary>Ada Lemoine, 22") == 1
    assert shown(client, many).count("<details><summary>") == 2


def test_publishing_by_the_form_leads_to_the_publication(
    client: TestClient, service: Service
) -> None:
    where = drafted(client, *PAIR)

    answer = send(client, where, form_of(shown(client, where), "Planning de mars"))

    assert answer.status_code == 303
    assert answer.headers["location"] == f"{page_of(where)}/publications/1"
    text = client.get(answer.headers["location"], headers=HTML).text
    with reading(service.engine) as session:
        register = head(session)
    assert register.number == 1
    assert "Publié n° 1" in text
    assert register.hash in text
    assert "Planning de mars" in text
    assert f"{where}/versions/2/documents/pdf" in text


def test_the_same_form_sent_twice_publishes_once_and_answers_alike(
    client: TestClient, service: Service
) -> None:
    where = drafted(client, *PAIR)
    form = form_of(shown(client, where))

    first, second = send(client, where, form), send(client, where, form)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    with reading(service.engine) as session:
        assert head(session).number == 1


def test_a_draft_changed_meanwhile_shows_the_page_again_with_the_note(
    client: TestClient, service: Service
) -> None:
    where = drafted(client, *PAIR)
    form = form_of(shown(client, where), "Ma note")
    edit(client, where, 2, add("chloe", MONDAY))

    answer = send(client, where, form)

    assert answer.status_code == 412
    assert "Rien n’est publié" in answer.text
    assert 'name="note" value="Ma note"' in answer.text
    assert form_of(answer.text)["version"] == "3"
    with reading(service.engine) as session:
        assert head(session).number == 0
    assert send(client, where, form_of(answer.text, "Ma note")).status_code == 303


def test_a_register_that_moved_shows_the_page_again(client: TestClient) -> None:
    where, other = drafted(client, *PAIR, add("farid", EVENING)), drafted(client, *PAIR)
    form = form_of(shown(client, where), "Ma note")
    send(client, other, form_of(shown(client, other)))

    answer = send(client, where, form)

    assert answer.status_code == 412
    assert "D’autres ont publié depuis votre aperçu" in answer.text
    assert 'value="Ma note"' in answer.text


def test_what_others_published_is_taken_over_or_undone_knowingly(client: TestClient) -> None:
    where, other = drafted(client, *PAIR), drafted(client, *PAIR, add("farid", EVENING))
    send(client, other, form_of(shown(client, other)))

    text = shown(client, where)
    assert "D’autres ont publié entre-temps" in text
    assert "Publier quand même" in text
    unaware = form_of(text)
    del unaware["regardless"]
    assert send(client, where, unaware).status_code == 409

    answer = client.post(f"{page_of(where)}/reprise", data={"version": "2"}, headers=HTML)
    assert "brouillon v3" in answer.text
    assert "Publier quand même" not in answer.text


def test_publishing_regardless_undoes_what_others_published(client: TestClient) -> None:
    where, other = drafted(client, *PAIR), drafted(client, *PAIR, add("farid", EVENING))
    send(client, other, form_of(shown(client, other)))

    assert send(client, where, form_of(shown(client, where))).status_code == 303


def test_stopping_findings_are_told_with_article_measure_and_limit(client: TestClient) -> None:
    where = drafted(client, PAIR[0])

    text = shown(client, where)
    answer = send(client, where, form_of(text, "Ma note"))

    assert "Bloquants (" in text
    assert "mesuré" in text
    assert "limite" in text
    assert answer.status_code == 409
    assert 'value="Ma note"' in answer.text


def test_a_note_too_long_is_refused_and_kept(client: TestClient) -> None:
    where = drafted(client, *PAIR)

    answer = send(client, where, form_of(shown(client, where), "x" * 241))

    assert answer.status_code == 422
    assert "attendu 240 signes" in answer.text
    assert "x" * 241 in answer.text


def test_nothing_to_publish_is_said(client: TestClient) -> None:
    where = drafted(client, *PAIR)
    send(client, where, form_of(shown(client, where)))

    assert "Ce planning est déjà publié tel quel" in shown(client, where)
    assert send(client, where, form_of(shown(client, where))).status_code == 409


def test_who_does_not_plan_does_not_publish(client: TestClient, service: Service) -> None:
    where = drafted(client, *PAIR)
    address = f"{page_of(where)}/publier"

    assert service.client("rh").get(address, headers=HTML).status_code == 403
    other = service.client("responsable", agency="ailleurs")
    assert other.get(address, headers=HTML).status_code == 404


def test_a_publication_of_another_draft_is_not_shown_here(client: TestClient) -> None:
    where, other = drafted(client, *PAIR), drafted(client, *PAIR, add("farid", EVENING))
    send(client, where, form_of(shown(client, where)))

    there = client.get(f"{page_of(other)}/publications/1", headers=HTML)
    assert there.status_code == 404


def test_the_grid_s_bar_counts_what_is_to_publish(client: TestClient) -> None:
    where = drafted(client, *PAIR)

    before = client.get(page_of(where), headers=HTML).text
    send(client, where, form_of(shown(client, where)))
    after = client.get(page_of(where), headers=HTML).text

    assert 'Publier… (<span id="changements">2</span>)' in before
    assert 'Publier… (<span id="changements">0</span>)' in after
