"""What planning a month says of it beside its rota."""

from __future__ import annotations

from datetime import date

import pytest

from api.cli.folder import frame_of, place_of
from api.month.planning import plan
from scheduler.engine.outcome import Options, Solution
from tests.api.commands import PETIT

LACKED = (
    "Le temps a manqué pour Médiation de place : non cherchée, cette partie a des postes donnés un "
    "à un à qui peut les tenir. Donnez plus de secondes de recherche."
)


@pytest.mark.parametrize(("effort", "said"), [(1e-9, [LACKED]), (1.0, [])])
def test_what_was_not_searched_for_want_of_time_is_named_first(
    effort: float, said: list[str]
) -> None:
    frame = frame_of(place_of(PETIT), date(2026, 3, 1))

    outcome = plan(frame, Options(effort=effort, processes=1), now=0)

    assert isinstance(outcome, Solution)
    assert [words for words in outcome.remarks if words.startswith("Le temps")] == said
    assert outcome.rota.assignments
