"""What planning a month says of it beside its rota."""

from datetime import date
from pathlib import Path

import pytest

from api.cli.folder import frame_of, place_of
from api.month.planning import plan
from scheduler.engine.outcome import Options, Solution
from tests.api.commands import PETIT
from tests.api.markets.folder import with_market

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


@pytest.mark.parametrize(("volume", "said"), [(10, True), (26, False)])
def test_a_month_far_from_its_market_says_so_in_the_result(
    tmp_path: Path, volume: int, *, said: bool
) -> None:
    frame = frame_of(place_of(with_market(tmp_path, f";{volume}")), date(2026, 3, 1))

    outcome = plan(frame, Options(effort=1.0, processes=1), now=0)

    assert isinstance(outcome, Solution)
    notes = [words.replace("\xa0", " ") for words in outcome.remarks if "Marché" in words]
    expected = (
        "Marché Médiation de place (Ville de Port) : 26 passages au planning de mars 2026, pour "
        "10 passages au marché, soit 160 % de plus."
    )
    assert notes == ([expected] if said else [])
