"""A publication leaves open what its page showed, and nothing else."""

from fastapi.testclient import TestClient

from api.data.rows.kinds import KINDS
from api.data.stored.rows import change, page
from api.database.engine import reading, writing
from api.ledger.history import head
from tests.api.month.planned import MONDAY, PAIR, add, drafted, edit
from tests.api.page.publishing.test_pages import client, form_of, plain, send, shown
from tests.api.service import Service

__all__ = ["client"]


def test_posts_that_stay_open_otherwise_than_shown_are_shown_before_they_are_published(
    client: TestClient, service: Service
) -> None:
    where = drafted(client, *PAIR)
    assert send(client, where, form_of(shown(client, where))).status_code == 303
    edit(client, where, 2, {**PAIR[0], "verb": "remove"}, add("chloe", MONDAY))
    form = form_of(shown(client, where), "Ma note")
    with writing(service.engine) as session:
        kind = KINDS["besoins"]
        need = next(e for e in page(session, kind) if e.values["template"] == "P-S")
        more = {**need.values, "target": need.values["target"] + 1, "maximum": 9}
        change(session, kind, need.key, need.number, more)

    again = send(client, where, form)

    assert again.status_code == 412
    text = plain(again.text)
    assert "Ce qui reste ouvert a changé depuis votre aperçu : " in text
    assert 'value="Ma note"' in text
    assert "checkbox" not in text
    with reading(service.engine) as session:
        assert head(session).number == 1
    assert send(client, where, form_of(again.text)).status_code == 303
