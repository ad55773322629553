"""The fairest sharing of the same duties is the best of all that there are."""

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.sharing.resharing import Shared, least_price

PEOPLE = "abcde"
DUTIES = st.lists(
    st.sets(st.sampled_from(PEOPLE), min_size=1).flatmap(
        lambda able: st.tuples(st.just(able), st.sets(st.sampled_from(sorted(able))))
    ),
    max_size=5,
)


def square(who: str, count: int) -> int:
    """Price the distance to what is fair: more of it, the later the name."""
    return (count - PEOPLE.index(who) // 2) ** 2


@given(DUTIES, st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 2)))
@settings(max_examples=200)
def test_no_sharing_costs_less(
    duties: list[tuple[set[str], set[str]]], fixed: dict[str, int]
) -> None:
    def price(sharing: tuple[tuple[str, ...], ...]) -> int:
        return sum(
            square(who, fixed.get(who, 0) + sum(who in team for team in sharing)) for who in PEOPLE
        )

    counts = {
        who: fixed.get(who, 0) + sum(who in holders for _, holders in duties) for who in PEOPLE
    }
    shared = [Shared(frozenset(holders), frozenset(able)) for able, holders in duties]

    assert least_price(shared, counts, square) == min(
        price(sharing)
        for sharing in product(
            *(tuple(combinations(sorted(able), len(holders))) for able, holders in duties)
        )
    )


def test_a_duty_goes_along_a_chain_of_people() -> None:
    # Two are one too many for a; b may take the second and give theirs to c.
    duties = [
        Shared(frozenset("a"), frozenset("a")),
        Shared(frozenset("a"), frozenset("ab")),
        Shared(frozenset("b"), frozenset("bc")),
    ]

    assert least_price(duties, {"a": 2, "b": 1, "c": 0}, lambda _, count: (count - 1) ** 2) == 0
