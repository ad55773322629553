"""Two changes of a row at once, side by side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.api.page.data.examples import key_of
from tests.api.page.data.forms import get, submit

if TYPE_CHECKING:
    from fastapi.testclient import TestClient


def test_only_what_differs_is_shown_side_by_side(boss: TestClient) -> None:
    address = f"/donnees/personnes/{key_of(boss, 'personnes', id='ada')}"
    submit(boss, get(boss, address), sites=["cfa", "place"])
    mine = get(boss, address)
    submit(boss, get(boss, address), name=["Ada Petit"])

    late = submit(boss, mine, licence=["oui"])

    table = re.findall(r"<tr><th scope=\"row\">(.*?)</th><td>(.*?)</td><td>(.*?)</td>", late.text)
    assert table == [
        ("Nom", "Ada Petit", "Ada Lemoine"),
        ("Permis de conduire", "non", "oui"),
    ]
