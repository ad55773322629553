from datetime import date

import pytest

from api.data.building.agreements import known_rules
from api.french.plural import NO_BREAK
from api.french.words import (
    after_de,
    alphabetical,
    brief,
    clock,
    days_words,
    hours,
    long_date,
    of_month,
    parameter_name,
    period_words,
    roles,
    shortened,
    unbroken,
)
from scheduler.domain.people import StaffRole
from tests.api.export.samples import span


def test_the_first_of_the_month_is_an_ordinal() -> None:
    assert long_date(date(2027, 5, 1)) == "samedi 1er mai 2027"
    assert long_date(date(2027, 5, 2)) == "dimanche 2 mai 2027"


def test_days_in_a_row_may_have_no_end() -> None:
    first, last = date(2026, 1, 1), date(2026, 12, 31)

    assert period_words(first, last) == "du 01/01/2026 au 31/12/2026"
    assert period_words(first, None) == "depuis le 01/01/2026"
    assert days_words(first, last) == "du 01/01/2026 au 31/12/2026"
    assert days_words(first, first) == "le 01/01/2026"


@pytest.mark.parametrize(
    ("month", "words"), [(4, "d’avril"), (8, "d’août"), (10, "d’octobre"), (12, "de décembre")]
)
def test_a_month_that_begins_with_a_vowel_is_elided(month: int, words: str) -> None:
    assert of_month(date(2026, month, 1)) == f"{words} 2026"


def test_a_clock_time_has_no_minutes_where_there_are_none() -> None:
    evening = span(date(2026, 10, 1), "14:00", "21:30")

    assert [clock(evening.start), clock(evening.end)] == ["14h", "21h30"]


def test_hours_are_written_with_their_sign() -> None:
    assert [hours(0), hours(9100), hours(-65), hours(96420), hours(-906387)] == [
        "0\u00a0h\u00a000",
        "151\u00a0h\u00a040",
        "-1\u00a0h\u00a005",
        "1\u202f607\u00a0h\u00a000",
        "-15\u202f106\u00a0h\u00a027",
    ]


def test_a_text_is_cut_where_it_is_one_longer_than_its_place() -> None:
    assert shortened("abcde", 5) == "abcde"
    assert shortened("abcdef", 5) == "abcd…"
    assert shortened("a\n b", 5) == "a b"


def test_names_sort_without_their_accents() -> None:
    assert sorted(["Zoé", "Élise", "eva"], key=alphabetical) == ["Élise", "eva", "Zoé"]


def test_a_colleague_is_a_first_name_and_an_initial() -> None:
    assert [brief("Anna Loreau"), brief("Anna"), brief("")] == ["Anna\u00a0L.", "Anna", ""]


def test_the_roles_of_a_need_are_in_the_same_order_each_time() -> None:
    assert roles({StaffRole.RESPONSABLE, StaffRole.MEDIATEUR}) == "médiateur ou responsable"


def test_every_value_of_every_rule_has_a_french_name() -> None:
    rules = known_rules()
    values = [
        (rule.id, name, value)
        for rule in rules.values()
        for name, value in rule.parameters().items()
    ]

    assert [(rule, name) for rule, name, value in values if not value.name] == []


def test_values_of_one_rule_have_different_names() -> None:
    for rule in known_rules().values():
        names = [parameter_name(rule, name) for name in rule.parameters()]
        assert len(set(names)) == len(names), rule.id


def test_a_name_may_be_one_rules_own() -> None:
    rules = known_rules()

    assert parameter_name(rules["daily_rest_11h"], "rest") == "repos"
    assert parameter_name(rules["night_hours"], "rest") == "repos acquis par heure de nuit"


def test_hours_and_signs_stay_with_what_they_belong_to() -> None:
    text = "Ada : 13 h 00, au plus 10 h ; 4 sur 5, « oui » 80 % ? le 3 mars, ch 4"

    assert unbroken(text).replace(NO_BREAK, "~") == (
        "Ada~: 13~h~00, au plus 10~h~; 4 sur 5, «~oui~» 80~%~? le 3 mars, ch 4"
    )


def test_a_name_after_de_is_elided_before_a_vowel() -> None:
    names = ("Ada Lemoine", "Élise", "Œuvre", "Hassan", "Yann", "Léa", "octobre 2026", "")

    assert [after_de(name) for name in names] == [
        *("d’Ada Lemoine", "d’Élise", "d’Œuvre"),
        *("de Hassan", "de Yann", "de Léa", "d’octobre 2026", "de "),
    ]
