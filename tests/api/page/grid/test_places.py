"""Where filters hide rows, each row says where it stands among all, for a screen reader."""

import re

import pytest
from fastapi.testclient import TestClient

from tests.api.page.drafting import ADD, UNAVAILABLE, client, draft, edited, unavailable

__all__ = ["client", "draft", "unavailable"]


def rows(page: str) -> list[tuple[str, str]]:
    """Return what each row of the grid is called, and the place that it says."""
    (table,) = re.findall(r"<table class=\"grid.*?</table>", page, re.DOTALL)
    matches = re.findall(r"<tr([^>]*)>(?:<th[^>]*><span>([^<]*))?", table)
    return [
        (
            (re.search(r' id="([^"]+)"', attributes) or ["", title or "jours"])[1],
            (re.search(r'aria-rowindex="(\d+)"', attributes) or ["", ""])[1],
        )
        for attributes, title in matches
    ]


@pytest.mark.usefixtures("unavailable")
@pytest.mark.parametrize("filters", ["personne=ada", "bloquants=oui", "personne=marché&nuits="])
def test_rows_say_their_place_among_all(client: TestClient, draft: str, filters: str) -> None:
    edited(client, draft, 1, ADD, UNAVAILABLE)
    every = rows(client.get(f"/plannings/{draft}?vue=mois").text)
    places = {name: place for place, (name, _) in enumerate(every, 1)}
    assert {place for _, place in every} == {""}

    page = client.get(f"/plannings/{draft}?vue=mois&{filters}").text
    shown = rows(page)

    assert 1 < len(shown) < len(every)
    assert [(name, str(places[name])) for name, _ in shown] == shown
    assert f' aria-rowcount="{len(every)}"' in page
