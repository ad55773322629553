"""What names a row, gathered on its page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.api.page.data.examples import example, key_of
from tests.api.page.data.forms import get, submit

if TYPE_CHECKING:
    from fastapi.testclient import TestClient


def test_a_persons_page_gathers_all_that_names_them(boss: TestClient) -> None:
    page = get(boss, f"/donnees/personnes/{key_of(boss, 'personnes', id='ada')}")

    shown = re.findall(r'<h2 id="s-(\w+)"', page.text)
    assert shown == ["contrats", "formation_socle", "absences", "rien"]
    assert "Titres professionnels" in page.text
    assert "avec=personne%3Aada&amp;retour=%2Fdonnees%2Fpersonnes%2F" in page.text


def test_a_pair_is_listed_once_whoever_is_the_first_of_it(boss: TestClient) -> None:
    submit(boss, get(boss, "/donnees/binomes/nouveau"), **example("binomes"))

    for person in ("ada", "brice"):
        text = get(boss, f"/donnees/personnes/{key_of(boss, 'personnes', id=person)}").text
        assert text.count('<h2 id="s-binomes"') == 1
