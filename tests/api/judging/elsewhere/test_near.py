from __future__ import annotations

import pytest

from api.judging.elsewhere.near import Neighbours, letter_apart, near


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Lemoine", "LEMOYNE Ada"),
        ("Brice Kouassi", "KOUASI Brice"),
        ("Chloé Marzin", "Marzni Chloe"),
        ("Elsa Benyoucef", "Ben Youcef Elsa"),
        ("Ada Lemoine", "Ada Marie Lemoine"),
        ("Ada Lemoine", "A. Lemoine"),
        ("Brice Kouassi", "Brise Kouasi"),
        ("Awatef", "Awatif"),
    ],
)
def test_names_a_letter_a_word_or_an_initial_apart_are_near(one: str, other: str) -> None:
    assert near(one, other)
    assert near(other, one)
    names = Neighbours()
    names.add(one)
    assert names.of(other) == (one,)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Lemoine", "lemoine ADA"),
        ("Ada Lemoine", "Ida Lemaire"),
        ("Ada Lemoine", "Ada Petit"),
        ("Ada L.", "Ada M."),
        ("Léa", "Lou"),
        ("Lea", "Leo"),
        ("00417", "00418"),
        ("Ada", "Ada Lemoine"),
        ("", "Ada"),
    ],
)
def test_other_names_are_not(one: str, other: str) -> None:
    assert not near(one, other)
    assert not near(other, one)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("lemoine", "lemoyne", True),
        ("lemoine", "lemone", True),
        ("lemoine", "lemoinee", True),
        ("lemoine", "lemonie", True),
        ("lemoine", "lemoine", False),
        ("lemoine", "lemayne", False),
        ("lemoine", "lemo", False),
    ],
)
def test_one_letter_is_changed_added_left_out_or_exchanged(
    one: str, other: str, *, apart: bool
) -> None:
    assert letter_apart(one, other) is apart
