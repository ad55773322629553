"""Drafts that would change nothing: the page that publishes, and the list, say so."""

from fastapi.testclient import TestClient

from tests.api.month.planned import PAIR, begin, drafted, edit
from tests.api.page.publishing.test_pages import client, form_of, page_of, plain, send, shown

__all__ = ["client"]


def test_a_draft_in_which_nobody_holds_anything_has_nothing_to_publish(client: TestClient) -> None:
    where = begin(client)

    text = shown(client, where)
    answer = send(client, where, {"version": "1", "seen": "0", "key": "essai"})

    assert "Ce planning n’affecte personne : il n’y a rien à publier." in text
    assert '<button type="submit" class="main">Publier</button>' not in text
    assert "Rien n’empêche de publier." not in text
    assert answer.status_code == 409
    assert "rien à publier : ce planning n’affecte personne" in answer.text


def test_nothing_to_publish_is_said(client: TestClient) -> None:
    where = drafted(client, *PAIR)
    form = form_of(shown(client, where))
    send(client, where, form)

    text = shown(client, where)
    assert "Ce planning est déjà publié tel quel" in text
    assert '<button type="submit" class="main">Publier</button>' not in text
    assert send(client, where, {**form, "version": "2", "key": "encore"}).status_code == 409


def test_a_draft_brought_back_to_what_was_published_of_it_is_listed_as_published(
    client: TestClient,
) -> None:
    where = drafted(client, *PAIR)
    send(client, where, form_of(shown(client, where)))
    hers = PAIR[0]

    edit(client, where, 2, {**hers, "verb": "remove"})
    changed, draft = (plain(client.get(at).text) for at in ("/plannings", page_of(where)))
    edit(client, where, 3, hers)
    back, as_published = (plain(client.get(at).text) for at in ("/plannings", page_of(where)))

    assert "modifié depuis le n° 1" in changed
    assert 'id="publie"' not in draft
    assert '<span id="etat">Brouillon v</span><span id="version">3</span>' in draft
    assert "modifié depuis" not in back
    assert "Publié n° 1" in back
    assert '<span id="publie">Publié n° 1, </span><span id="etat">v</span>' in as_published


def test_a_form_that_lacks_fields_under_a_page_that_is_streamed_is_answered(
    client: TestClient,
) -> None:
    # Nothing is to publish here, so that the form is looked for above: the grid comes in parts, and
    # listens for a client that leaves.
    answer = send(client, begin(client), {"version": "1"})

    assert answer.status_code == 422
