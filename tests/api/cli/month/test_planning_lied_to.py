"""`rota generate` tells what the solver answered wrongly, and publishes nothing unlawful."""

from functools import partial
from pathlib import Path

import pytest

from api.cli.month import planning
from scheduler.engine.parts.state import PartState
from tests.api.commands import rota
from tests.scheduler.engine.lying import Lying

MARCH = ("--mois", "2026-03", "--secondes", "3")


@pytest.mark.long
@pytest.mark.parametrize(
    ("lie", "code", "words"),
    [
        ("value", 0, "un coût qui n’est pas le sien"),
        # It is told, and a month left empty for want of time isn't published.
        ("impossible", 1, "alors qu’un planning légal est connu ; cette réponse est écartée"),
        ("everybody everywhere", 3, "l’audit refuse le planning"),
    ],
)
def test_a_wrong_answer_of_the_solver_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, lie: str, code: int, words: str
) -> None:
    monkeypatch.setattr(planning, "Options", partial(Lying, lie=lie))
    # What is filled post by post asks no solver, and would be better than what this one says.
    monkeypatch.setattr(PartState, "empty", False)
    before = sorted(path.name for path in (folder / "historique").glob("*"))

    result = rota("generate", folder, *MARCH, "--sortie", folder.parent / "ici", "--publier")

    assert result.exit_code == code, result.output
    assert words in " ".join(result.output.split())
    after = sorted(path.name for path in (folder / "historique").glob("*"))
    assert (after == before) is (code != 0)
