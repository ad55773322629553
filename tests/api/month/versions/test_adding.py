"""Of people who come together, those who break something are left out, and nobody else."""

from api.data.folder.load import load
from api.month.frames import framed
from api.month.versions.copying import harmless
from scheduler.domain.problem import Assignment
from tests.api.commands import PETIT
from tests.api.month.cases import ADA, BRICE, MARCH

FRAME = framed(load(PETIT), MARCH, None)
AWAY = Assignment("ada", "P-J-2026-03-06")


def test_who_breaks_nothing_stays() -> None:
    assert harmless(FRAME, frozenset(), frozenset({ADA, BRICE})) == {ADA, BRICE}


def test_who_is_away_then_is_left_out_with_what_proves_it() -> None:
    pair = frozenset({Assignment("brice", AWAY.slot), Assignment("chloe", AWAY.slot)})

    assert AWAY not in harmless(FRAME, pair, frozenset({AWAY}))
    assert BRICE in harmless(FRAME, pair | {ADA}, frozenset({AWAY, BRICE}))


def test_nobody_is_nobody() -> None:
    assert harmless(FRAME, frozenset(), frozenset()) == frozenset()
