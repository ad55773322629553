"""What was expected in place of a text is said in words, whether or not it may be empty."""

from __future__ import annotations

import pytest

from api.french.expected import expected
from api.page.regrouping.pages import COUNT, HOUR
from api.web.months import PATTERN


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (PATTERN, "un mois comme 2026-12"),
        (f"{PATTERN}|^$", "un mois comme 2026-12"),
        (f"^$|{PATTERN}", "un mois comme 2026-12"),
        (HOUR, "une heure comme 21:30"),
        (COUNT, "un nombre de deux chiffres au plus"),
        ("^quelque chose$", "un texte d’une autre forme"),
    ],
)
def test_what_a_text_must_be_like_is_said_by_its_pattern(pattern: str, words: str) -> None:
    assert expected({"type": "string_pattern_mismatch", "ctx": {"pattern": pattern}}) == words
