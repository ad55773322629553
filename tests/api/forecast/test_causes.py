"""Minutes of people of several dispositifs go where hours lack."""

from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from api.forecast.causes import received, share
from api.forecast.needs import PostKind
from scheduler.domain.people import StaffRole

A, B, C = (PostKind(name, frozenset({StaffRole.MEDIATEUR})) for name in "abc")
NESTED = ((A,), (B,), (C,), (A, B), (A, B, C))
MINUTES = st.integers(0, 300)


def test_own_people_come_first_and_the_others_follow_what_lacks() -> None:
    shared = received(share({(A, B): 90, (A,): 40}, {A: 100, B: 120}))

    # A lacks 60 once its own people are there, B 120: a third and two thirds of 90.
    assert shared == {A: 40 + 30, B: 60}


def test_what_is_left_over_follows_needs() -> None:
    assert received(share({(A, B): 100}, {A: 30, B: 10})) == {A: 30 + 45, B: 10 + 15}


def test_people_whom_no_dispositif_needs_are_shared_alike() -> None:
    assert received(share({(A, B): 61}, {})) == {A: 31, B: 30}


@given(st.fixed_dictionaries(dict.fromkeys((A, B, C), MINUTES)), st.tuples(*[MINUTES] * 5))
def test_nested_groups_leave_as_little_unmet_as_can_be(
    needs: dict[PostKind, int], minutes: tuple[int, ...]
) -> None:
    groups = dict(zip(NESTED, minutes, strict=True))

    shared = received(share(groups, needs))

    assert sum(shared.values()) == sum(minutes)
    unmet = sum(max(0, needs[kind] - shared[kind]) for kind in needs)
    # Some kinds lack, at least, what they need less all that anybody could give them.
    choices = chain.from_iterable(combinations((A, B, C), size) for size in range(4))
    assert unmet == max(
        sum(needs[kind] for kind in chosen)
        - sum(most for group, most in groups.items() if set(group) & set(chosen))
        for chosen in choices
    )
