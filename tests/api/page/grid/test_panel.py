"""The sentence of a finding stands beside the person's name, and doesn't say it again."""

from __future__ import annotations

import pytest

from api.page.grid.panel import sentence_beside


@pytest.mark.parametrize(
    ("message", "beside"),
    [
        ("Ada Lemoine : 14 h 00 de travail.", "14 h 00 de travail."),
        ("Ada Lemoine : deux affectations.", "Deux affectations."),
        ("Ada Lemoine (apprentissage) : 70 h 00.", "Apprentissage : 70 h 00."),
        # What reads as one sentence stays one.
        ("Ada Lemoine est absente le 06/03/2026.", "Ada Lemoine est absente le 06/03/2026."),
        ("Ada Lemoine (sans fin", "Ada Lemoine (sans fin"),
        # Another's name that begins alike is another's.
        ("Ada Lemoine-Roy : 14 h 00.", "Ada Lemoine-Roy : 14 h 00."),
        ("P, place : 4 personnes.", "P, place : 4 personnes."),
    ],
)
def test_the_name_that_a_sentence_begins_with_is_left_out_of_it(message: str, beside: str) -> None:
    assert sentence_beside("Ada Lemoine", message) == beside


def test_a_sentence_about_a_team_stays_as_it_is() -> None:
    assert sentence_beside("", " : 4 personnes.") == " : 4 personnes."
