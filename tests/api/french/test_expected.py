"""What was expected in place of a text is said in words, whether or not it may be empty."""

import pytest
from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from api.french.expected import expected
from api.regrouping.pages import COUNT, HOUR
from api.web.months import PATTERN


@dataclass(config=ConfigDict(extra="forbid"))
class Counted:
    """What a body may hold that is read into a dataclass."""

    number: int


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (PATTERN, "un mois comme 2026-12"),
        (f"{PATTERN}|^$", "un mois comme 2026-12"),
        (f"^$|{PATTERN}", "un mois comme 2026-12"),
        (HOUR, "une heure comme 21:30"),
        (COUNT, "un nombre de deux chiffres au plus"),
        ("^quelque chose$", "un texte d’une autre forme"),
    ],
)
def test_what_a_text_must_be_like_is_said_by_its_pattern(pattern: str, words: str) -> None:
    assert expected({"type": "string_pattern_mismatch", "ctx": {"pattern": pattern}}) == words


@pytest.mark.parametrize(
    ("sent", "words"),
    [({"number": 1, "plus": 2}, "aucun champ de ce nom"), ("un", "un objet")],
)
def test_a_dataclass_is_expected_in_the_words_of_a_model(sent: object, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(Counted).validate_python(sent)
    assert [expected(error) for error in refused.value.errors()] == [words]
