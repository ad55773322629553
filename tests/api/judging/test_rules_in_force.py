import pytest

from api.judging.rules import all_rules, only, without_house
from constraints.agreements.terms import Applied
from constraints.registry import base, profile_of
from scheduler.errors import InvalidProblemError
from scheduler.finding import Severity


def test_the_house_s_rules_are_left_out_and_the_law_kept() -> None:
    kept = without_house(base()).rules

    assert {r.severity for r in kept} == {s for s in Severity if s is not Severity.HOUSE} & {
        r.severity for r in base().rules
    }
    assert [r for r in base().rules if r.severity is not Severity.HOUSE] == list(kept)


def test_rules_are_chosen_by_id() -> None:
    chosen = only(base(), ("daily_max_10h", "headcount"))

    assert [r.id for r in chosen.person_rules] == ["daily_max_10h"]
    assert [r.id for r in chosen.team_rules] == ["headcount"]


def test_an_unknown_rule_is_refused_with_the_nearest_and_all_of_them() -> None:
    with pytest.raises(InvalidProblemError) as refused:
        only(base(), ("daily_max_10",))

    message = str(refused.value)
    assert "« daily_max_10 » (vouliez-vous dire « daily_max_10h » ?), attendu : " in message
    assert all(rule.id in message for rule in base().rules)


def test_rules_of_an_agency_alone_are_rules_too() -> None:
    profile = profile_of((Applied(agreement="eclat", agency="nantes"),))

    ids = [rule.id for rule in all_rules(profile)]
    assert "ccn_eclat_break_45min" in ids
    assert len(ids) == len(set(ids))
    assert only(profile, ("ccn_eclat_break_45min",)).person_rules == ()
