"""The documents that the labour code asks for, listed."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from api.access.caller import Role
from tests.api.page.every_role import HTML, readers, reasons_in
from tests.api.publishing import publish

if TYPE_CHECKING:
    from tests.api.service import Service

HERE = "/rh/obligations?month=2026-03"


def test_each_document_that_is_listed_is_given(service: Service) -> None:
    publish(service.engine, date(2026, 3, 1))
    client = service.client("rh")

    text = client.get(HERE, headers=HTML).text

    links = re.findall(r'<li><a href="(/api/v1/rh/obligations/[^"]*)"', text)
    said = client.get("/api/v1/rh/obligations/2026-03").json()
    assert links == [document["url"] for document in said["documents"]]
    assert client.get(links[0]).content.startswith(b"PK")
    assert client.get(links[1]).content.startswith(b"%PDF")
    assert said["statement"] in text


def test_rh_of_the_whole_association_alone_have_the_page(service: Service) -> None:
    publish(service.engine, date(2026, 3, 1))

    assert readers(service, HERE) == {Role.RH}
    assert service.client("rh", agency="ville").get(HERE, headers=HTML).status_code == 404
    assert reasons_in(service.client("rh").get(HERE, headers=HTML).text) == []
