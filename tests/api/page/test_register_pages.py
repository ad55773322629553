"""The register's head, and how it is verified."""

from datetime import date

from tests.api.page.every_role import HTML, mentions, names_of
from tests.api.publishing import publish
from tests.api.service import Service

HERE = "/rh/registre"


def test_the_head_is_shown_with_the_line_that_verifies_it(service: Service) -> None:
    client = service.client("rh")
    assert "Le registre est vide" in client.get(HERE, headers=HTML).text
    publish(service.engine, date(2026, 3, 1))

    text = client.get(HERE, headers=HTML).text

    head = client.get("/api/v1/rh/registre/tete").json()
    assert f"rota verify registre.jsonl --tete {head['hash']}" in text
    assert f"n° {head['number']}" in text
    assert mentions(text, names_of(service)) == []
