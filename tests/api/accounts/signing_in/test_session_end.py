"""A page says how long the session goes on, so that its script can warn before the end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.api.access.people import EMAIL, PASSWORD, opened_account
from tests.api.page.every_role import HTML

if TYPE_CHECKING:
    from tests.api.service import Service


def test_a_page_of_a_session_says_how_long_it_lasts(service: Service) -> None:
    opened_account(service.engine)
    client = service.client()
    client.post("/connexion", data={"email": EMAIL, "password": PASSWORD})

    page = client.get("/plannings", headers=HTML).text

    (seconds,) = re.findall(r'<aside class="session" data-seconds="(\d+)"[^>]* hidden>', page)
    assert 28780 <= int(seconds) <= 28800
    assert "/session.js" in page


def test_a_page_without_a_session_has_no_end_to_tell(service: Service) -> None:
    for client, address in (
        (service.client(), "/connexion"),
        (service.client("responsable"), "/plannings"),
    ):
        page = client.get(address, headers=HTML).text
        assert "data-seconds" not in page
        assert "/session.js" not in page
