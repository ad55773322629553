"""Who pays is told by accounts of fairness too, as publishing either month would move them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from api.data.folder.load import load
from api.month.alternatives.trial import Payer, payers_of
from api.month.alternatives.wording import payer_json, payer_words
from api.month.frames import Frame, framed
from api.planning.fairness.accounts import accounts_of
from api.planning.month_change import month_change
from api.planning.moves import changes_between
from scheduler.domain.problem import Assignment
from tests.api.fairness_folder import with_evenings
from tests.api.month.cases import MARCH

NOW = datetime(2026, 2, 20, 9, tzinfo=UTC)
EVENINGS = ("P-S-2026-03-11", "P-S-2026-03-18")
BEFORE = frozenset(Assignment("ada", evening) for evening in EVENINGS)
AFTER = frozenset({Assignment("ada", EVENINGS[0]), Assignment("brice", EVENINGS[1])})


@pytest.fixture(scope="module")
def frame(tmp_path_factory: pytest.TempPathFactory) -> Frame:
    folder: Path = with_evenings(tmp_path_factory.mktemp("paient") / "petit")
    return framed(load(folder), MARCH, None)


@pytest.fixture(scope="module")
def payers(frame: Frame) -> dict[str, Payer]:
    before, after = frame.rota(BEFORE), frame.rota(AFTER)
    payers = payers_of(frame, before, after, changes_between(before, after), now=NOW)
    return {payer.mediator.id: payer for payer in payers}


def closings(frame: Frame, assignments: frozenset[Assignment]) -> dict[tuple[str, str], Fraction]:
    """The balances at the end of the month, by kind and person, once it is published so."""
    change = month_change(frame.association, frame.rota(assignments), NOW)
    history = {**frame.association.history, change.label: change.after}
    published = replace(frame.association, history=history)
    end = date(2026, 3, 31)
    return {(a.kind.word, a.mediator.id): a.closing for a in accounts_of(published, MARCH, end)}


def test_accounts_move_as_they_would_if_either_month_were_published(
    frame: Frame, payers: dict[str, Payer]
) -> None:
    before, after = closings(frame, BEFORE), closings(frame, AFTER)

    assert payers.keys() == {"ada", "brice"}
    for who, payer in payers.items():
        expected = {
            word: after.get((word, who), 0) - before.get((word, who), 0)
            for word in {word for word, _ in (*before, *after)}
        }
        assert {a.kind.word: a.difference for a in payer.fairness} == {
            word: more for word, more in expected.items() if more
        }
    assert sum(a.difference for payer in payers.values() for a in payer.fairness) == 0


def test_the_account_that_moves_is_told_with_its_kind(payers: dict[str, Payer]) -> None:
    assert payer_words(payers["brice"]).endswith(", solde d’équité des fins tardives +1,0")
    assert payer_words(payers["ada"]).endswith(", solde d’équité des fins tardives −1,0")
    (account,) = payer_json(payers["brice"])["fairness"]
    assert account["kind"] == "fins_tardives"
    assert account["after"] - account["before"] == pytest.approx(1, abs=1e-4)
