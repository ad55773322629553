"""Kinds of slots, where only hours tell them; who fills which of several needs of a role."""

from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.people import Mediator
from scheduler.domain.posts import posts_of
from scheduler.domain.slots import Need, Slot, SlotKind, kind_by_hours
from scheduler.domain.time import Span
from scheduler.errors import InvalidProblemError


def span(start: str, end: str) -> Span:
    read = datetime.fromisoformat
    return Span(read(start).astimezone(UTC), read(end).astimezone(UTC))


@pytest.mark.parametrize(
    ("start", "end", "kind"),
    [
        ("2026-12-01T09:00+01:00", "2026-12-01T20:00+01:00", SlotKind.DAY),
        ("2026-12-01T09:00+01:00", "2026-12-01T20:01+01:00", SlotKind.EVENING),
        ("2026-12-01T15:00+01:00", "2026-12-01T23:00+01:00", SlotKind.EVENING),
        ("2026-12-01T15:00+01:00", "2026-12-01T23:01+01:00", SlotKind.NIGHT),
        ("2026-12-01T15:00+01:00", "2026-12-02T00:00+01:00", SlotKind.NIGHT),
        ("2026-12-01T21:30+01:00", "2026-12-02T06:00+01:00", SlotKind.NIGHT),
        ("2026-12-01T04:59+01:00", "2026-12-01T09:00+01:00", SlotKind.NIGHT),
        ("2026-12-01T05:00+01:00", "2026-12-01T09:00+01:00", SlotKind.DAY),
    ],
)
def test_a_shift_of_no_known_kind_is_told_by_its_hours(
    start: str, end: str, kind: SlotKind
) -> None:
    assert kind_by_hours(span(start, end)) is kind


TITLES = ("cadre", "infirmier", "aide")


def nurse(name: str, *titles: str) -> Mediator:
    return Mediator(id=name, name=name, contracts=(), titles=frozenset(titles))


def need(title: str, minimum: int, target: int, maximum: int = 9) -> Need:
    return Need(titles=frozenset({title}), minimum=minimum, target=target, maximum=maximum)


def ward(*needs: Need) -> Slot:
    return Slot(
        id="x", span=span("2026-12-01T09:00+01:00", "2026-12-01T17:00+01:00"),
        dispositif="d", needs=needs,
    )  # fmt: skip


def test_three_nurses_of_whom_a_head_nurse_are_two_needs() -> None:
    slot = ward(need("infirmier", 2, 2, 2), need("cadre", 1, 1, 1))
    ana, bob, cleo = nurse("ana", *TITLES), nurse("bob", "infirmier"), nurse("cleo", "infirmier")

    assert slot.filled((ana, bob, cleo)) == (2, 1)
    assert posts_of(slot, (ana, bob, cleo)).words == "3/3"
    assert slot.filled((bob, cleo, nurse("dan", "infirmier"))) == (3, 0)
    assert slot.filled((ana, nurse("eve", "cadre", "infirmier"))) == (2, 0)
    assert slot.filled((nurse("dan", "aide"), ana)) == (1, 0)


def test_a_need_of_one_role_takes_whoever_has_the_role() -> None:
    assert ward(need("cadre", 1, 1)).filled((nurse("ana"), nurse("bob"))) == (2,)


@pytest.mark.parametrize(
    ("other", "fault"),
    [
        (need("cadre", 1, 2), "avec les mêmes titres"),
        (Need(missing_weight=2), "n’ont pas les mêmes poids"),
    ],
)
def test_two_needs_of_a_role_differ_by_titles_and_not_by_weights(other: Need, fault: str) -> None:
    with pytest.raises(InvalidProblemError, match=fault):
        ward(need("cadre", 1, 1), other)


PEOPLE = st.lists(st.frozensets(st.sampled_from(TITLES)), max_size=5)
COUNTS = st.tuples(*([st.integers(0, 2)] * 3)).map(sorted)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(people=PEOPLE, counts=st.tuples(COUNTS, COUNTS, COUNTS))
def test_no_other_sharing_out_fills_more_posts(
    people: list[frozenset[str]], counts: tuple[list[int], ...]
) -> None:
    needs = [
        need(title, low, middle, high + 1)
        for title, (low, middle, high) in zip(TITLES, counts, strict=True)
    ]
    slot = ward(*needs)
    team = [nurse(str(n), *titles) for n, titles in enumerate(people)]

    def worth(filled: tuple[int, ...]) -> tuple[int, ...]:
        levels = ([n.minimum, n.target, n.maximum] for n in needs)
        pairs = list(zip(filled, levels, strict=True))
        return tuple(sum(min(count, level[n]) for count, level in pairs) for n in range(3))

    every = [
        tuple(chosen.count(number) for number in range(3))
        for chosen in product(*(slot.fits(person) or (None,) for person in team))
    ]
    assert slot.filled(team) in every
    assert worth(slot.filled(team)) == tuple(map(max, zip(*map(worth, every), strict=True)))
