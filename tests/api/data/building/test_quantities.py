from __future__ import annotations

import pytest
from pydantic_core import PydanticCustomError

from api.data.building.agreements import known_rules
from api.data.building.quantities import quantity
from scheduler.rule import shown


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("12 h", "minutes", 720),
        ("12h", "minutes", 720),
        ("10 h 30", "minutes", 630),
        ("10h30", "minutes", 630),
        ("10 h 30 min", "minutes", 630),
        ("1 607 h", "minutes", 96420),
        ("1\u202f607 h", "minutes", 96420),
        ("37,5 h", "minutes", 2250),
        ("8.25 heures", "minutes", 495),
        ("45 min", "minutes", 45),
        ("22:00", "clock", 1320),
        ("22 h", "clock", 1320),
        ("21h30", "clock", 1290),
        ("1/3", "divisor", 3),
        ("1 / 10", "divisor", 10),
        ("25 %", "permille", 250),
        ("12,5%", "permille", 125),
        ("12 semaines", "weeks", 12),
        ("1 semaine", "weeks", 1),
        ("12", "weeks", 12),
        ("7 jours ouvrés", "working_days", 7),
        ("1 jour", "days", 1),
        ("2 fois", "times", 2),
        ("mai", "month", 5),
        ("Année civile", "reference", 1),
    ],
)
def test_a_value_is_read_as_people_write_it(text: str, unit: str, value: int) -> None:
    assert quantity(text, unit) == value


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("12", "minutes", "une durée comme 12 h, 10 h 30 ou 45 min"),
        ("12 h 60", "minutes", "une durée comme 12 h, 10 h 30 ou 45 min"),
        ("8,5 h 30", "minutes", "une durée comme 12 h, 10 h 30 ou 45 min"),
        ("46 jours", "minutes", "une durée comme 12 h, 10 h 30 ou 45 min"),
        ("25:00", "clock", "une heure de la journée comme 22:00"),
        ("12 semaines", "clock", "une heure de la journée comme 22:00"),
        ("1/0", "divisor", "une part comme 1/3"),
        ("0,33", "divisor", "une part comme 1/3"),
        ("0,25", "permille", "un taux comme 25 % ou 12,5 %"),
        ("12 h", "weeks", "un nombre entier de semaines, comme 2 semaines"),
        ("7 jours", "working_days", "un nombre entier de jours ouvrés, comme 2 jours ouvrés"),
        ("1,5 jour", "days", "un nombre entier de jours, comme 2 jours"),
        ("avr", "month", "un mois comme mai"),
        ("année", "reference", "« douze mois consécutifs » ou « année civile »"),
        ("", "minutes", "une valeur, la cellule est obligatoire"),
    ],
)
def test_a_value_in_another_unit_is_refused(text: str, unit: str, expected: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        quantity(text, unit)
    assert refused.value.message() == expected


def test_every_value_of_every_rule_is_read_as_it_is_shown() -> None:
    values = [
        (rule.id, name, entry.value, dated.unit)
        for rule in known_rules().values()
        for name, dated in rule.parameters().items()
        for entry in dated.history
    ]
    assert len(values) > 100
    assert [v for v in values if quantity(shown(v[2], v[3]), v[3]) != v[2]] == []
