from itertools import product

import pytest

from api.jobs.states import (
    ENDS,
    MOVES,
    OUTCOME_WORDS,
    WAITING,
    WORDS,
    ForbiddenMoveError,
    Outcome,
    State,
    check,
)

ALLOWED = {
    ("created", "queued"),
    ("created", "solving"),
    ("created", "stopped"),
    ("created", "cancelled"),
    ("created", "failed"),
    ("queued", "created"),
    ("queued", "solving"),
    ("queued", "stopped"),
    ("queued", "cancelled"),
    ("queued", "failed"),
    ("solving", "created"),
    ("solving", "completed"),
    ("solving", "stopped"),
    ("solving", "cancelled"),
    ("solving", "invalid"),
    ("solving", "failed"),
}


@pytest.mark.parametrize(("before", "after"), list(product(State, State)))
def test_every_move_is_allowed_or_refused_as_the_table_says(before: State, after: State) -> None:
    if (before.value, after.value) in ALLOWED:
        check(before, after)
    else:
        with pytest.raises(ForbiddenMoveError) as refused:
            check(before, after)
        assert str(refused.value) == f"un calcul ne passe pas de « {before} » à « {after} »"


def test_what_has_ended_goes_nowhere_and_what_waits_can_always_be_cancelled() -> None:
    assert {state for state in State if not MOVES[state]} == ENDS
    assert all(State.CANCELLED in MOVES[state] for state in set(State) - ENDS)
    assert WAITING.isdisjoint(ENDS)


def test_every_state_is_reached_from_the_first() -> None:
    reached = {State.CREATED}
    while more := {after for state in reached for after in MOVES[state]} - reached:
        reached |= more

    assert reached == set(State)


def test_every_state_and_outcome_has_words() -> None:
    assert set(WORDS) == set(State)
    assert set(OUTCOME_WORDS) == set(Outcome)
