"""Rules and their values in force on a day."""

from datetime import date

from api.data.association import Association
from api.judging.rules import profile_on, rules_on

DAY = date(2026, 3, 1)


def test_a_rule_has_its_values_with_where_they_come_from() -> None:
    listed = rules_on(DAY)

    assert listed.on == DAY
    (rest,) = (rule for rule in listed.rules if rule.id == "daily_rest_11h")
    assert rest.severity_label == "ordre public"
    (value,) = (each for each in rest.values if each.name == "rest")
    assert (value.value, value.unit, value.level) == (660, "minutes", "Code du travail")


def test_an_agreement_brings_its_values() -> None:
    code = profile_on(Association(), DAY)
    eclat = profile_on(Association(), DAY, agreement="eclat")

    assert code.agreement is None
    assert eclat.agreement is not None
    assert eclat.agreement.idcc == 1518
    assert len(eclat.rules) > len(code.rules)
    assert all(any(value.value is not None for value in rule.values) for rule in code.rules)
