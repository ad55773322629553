from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.api.service import Service


@pytest.mark.parametrize("role", ["responsable", "rh"])
def test_an_account_begins_at_the_first_screen_that_it_may_see(service: Service, role: str) -> None:
    answer = service.client(role).get("/", follow_redirects=False)

    assert answer.status_code == 303
    assert answer.headers["location"] == "/plannings"


def test_nobody_begins_anywhere_without_an_account(service: Service) -> None:
    assert service.client().get("/").status_code == 401
