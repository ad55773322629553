from __future__ import annotations

import pytest

from api.page.calculating.view import gap_words


@pytest.mark.parametrize(
    ("best", "bound", "words"),
    [
        (None, 3, "rien de trouvé encore"),
        (4, 4, "prouvé optimal"),
        (0, 0, "prouvé optimal"),
        (4, 0, "écart inconnu"),
        (4, None, "écart inconnu"),
        (20, 19, "à 5 % au plus du mieux possible"),
        (4, 2, "à 50 % au plus du mieux possible"),
        (223, 62, "au moins 62 (on ne fera pas mieux que 62)"),
    ],
)
def test_the_distance_to_the_best_is_told_in_percent_then_by_both_numbers(
    best: int | None, bound: int | None, words: str
) -> None:
    assert gap_words(best, bound) == words
