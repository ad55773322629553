"""A part covered dispositif by dispositif: lawful at each step, and as good as people allow."""

import pytest
from ortools.sat.python import cp_model

from scheduler.engine.contradictions import Contradiction, Refuted
from scheduler.engine.search.part_search import Budget
from scheduler.engine.search.steps.cutting import KIND, cover_by_dispositif
from scheduler.engine.search.steps.start import start
from tests.scheduler.engine.lying import LyingSolver
from tests.scheduler.engine.search.searching import blocking, search_of
from tests.scheduler.engine.small import person, shift, week

SHARED = week(
    (person("ana", "d"), person("bob", "d", "e"), person("cyd", "e")),
    tuple(shift(day, 8, 16, need=2, dispositif=name) for day in range(3) for name in ("d", "e")),
)
"""Two dispositifs that want two people a day each, and share one of three people."""


def test_shared_people_keep_what_the_first_dispositif_gave_them() -> None:
    search = search_of(SHARED)
    start(search, None)
    before = search.incumbent
    cover_by_dispositif(search, (0,), Budget(deterministic=2), each=1)

    assert before is not None
    assert search.incumbent is not None
    assert blocking(search, search.incumbent.assignments) == []
    # 12 are wanted, and three people hold one slot a day: 9 at most are held.
    assert (before.costs[0], search.incumbent.costs[0]) == (12, 3)
    assert search.tried[KIND].tries == 2
    slots = [a.slot[0] for a in search.incumbent.assignments if a.mediator == "bob"]
    assert slots == ["d"] * 3


def test_a_stop_ends_between_two_dispositifs_with_what_was_found() -> None:
    search = search_of(SHARED)
    start(search, None)
    before = search.incumbent
    search.solving.stop.set()
    cover_by_dispositif(search, (0,), Budget(deterministic=2), each=1)

    assert search.incumbent is before
    assert search.bounds == []


def test_without_a_rota_at_hand_nothing_is_covered() -> None:
    search = search_of(SHARED)
    cover_by_dispositif(search, (0,), Budget(deterministic=2), each=1)

    assert search.incumbent is None
    assert search.tried == {}


@pytest.mark.parametrize(
    ("lie", "claim"),
    [
        ("impossible once", Refuted.IMPOSSIBLE),
        ("bound", Refuted.BOUND),
        ("value", Refuted.VALUE),
    ],
)
def test_what_is_answered_wrongly_of_a_dispositif_is_told_and_proves_nothing(
    lie: str, claim: Refuted, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = search_of(SHARED)
    start(search, None)
    before = search.incumbent
    monkeypatch.setattr(LyingSolver, "lie", lie)
    monkeypatch.setattr(LyingSolver, "calls", 0)
    # The first call completes the vector of the rota at hand; the second one is about "d".
    monkeypatch.setattr(LyingSolver, "lying_at", 2)
    monkeypatch.setattr(cp_model, "CpSolver", LyingSolver)

    cover_by_dispositif(search, (0,), Budget(deterministic=2), each=1)

    assert before is not None
    assert search.incumbent is not None
    assert blocking(search, search.incumbent.assignments) == []
    # The dispositif that is denied keeps what it had: six of twelve lack instead of three.
    assert search.incumbent.costs[0] == (6 if lie == "impossible once" else 3)
    rota = search.measured(search.incumbent.assignments)
    assert rota.costs == search.incumbent.costs
    assert search.contradictions == {Contradiction(0, claim)}
    assert search.bounds == []
    assert not search.infeasible
