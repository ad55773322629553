import pytest

from api.judging.directory import Directory, name_key, plain
from tests.api.judging.samples import mediator

JEAN = mediator("jean.lefevre", "Jean-Éric Lefèvre")
ANNA_L = mediator("anna.l", "Anna Loreau")
ANNA_M = mediator("anna.m", "Anna Martin")
TWIN = mediator("anna.martin.2", "Anna Martin")


def test_names_are_compared_without_accents_case_and_punctuation() -> None:
    assert plain("  LEFÈVRE,  Jean-Éric ") == "lefevre jean eric"
    assert plain("Cœur") == "coeur"


def test_first_and_last_names_come_in_either_order() -> None:
    assert name_key("Lefèvre Jean-Éric") == name_key("jean éric LEFEVRE")


@pytest.mark.parametrize(
    "words",
    ["jean.lefevre", "JEAN.LEFEVRE ", "Jean-Éric Lefèvre", "LEFEVRE Jean-Eric"],
)
def test_a_person_is_found_by_id_or_by_name(words: str) -> None:
    match = Directory((JEAN, ANNA_L)).match(words)

    assert (match.person, match.guessed) == (JEAN, False)


@pytest.mark.parametrize("words", ["Anna L.", "A. Loreau", "Loreau", "loreau a"])
def test_a_part_of_a_name_is_enough_where_one_person_has_it_and_is_told(words: str) -> None:
    match = Directory((JEAN, ANNA_L, ANNA_M)).match(words)

    assert (match.person, match.guessed) == (ANNA_L, True)


@pytest.mark.parametrize("words", ["Ann Loreau", "Anna Loreau Petit", "A. L.", "Zoé"])
def test_other_words_are_nobody(words: str) -> None:
    assert Directory((JEAN, ANNA_L)).match(words).people == ()


def test_namesakes_are_all_returned() -> None:
    match = Directory((ANNA_M, TWIN)).match("Martin Anna")

    assert match.people == (ANNA_M, TWIN)
    assert match.person is None


def test_an_id_beside_the_name_tells_namesakes_apart() -> None:
    assert Directory((ANNA_M, TWIN)).match("Anna Martin", ("anna.martin.2",)).person is TWIN


def test_a_name_beside_an_unknown_number_finds_the_person() -> None:
    assert Directory((ANNA_L, ANNA_M)).match("00417", ("Anna Loreau",)).person is ANNA_L
