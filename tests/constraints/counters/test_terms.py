from dataclasses import fields, replace
from datetime import date
from typing import Any, cast

import pytest

from constraints.counters.terms import Terms, terms_of
from constraints.registry import base
from scheduler.dated import Dated, Level, Source
from tests.constraints.counters.make import MONDAY

RULES = base().person_rules
SOURCE = Source("accord", "art. 1")

#: Each value of the counters, by where it stands in the terms: the rule and parameter it is of.
HOMES = {
    ("thresholds", "year"): ("modulation_overtime", "year", 1485 * 60),
    ("premiums", "first_hours"): ("legal_35h_overtime", "first_hours", 60),
    ("premiums", "first_rate"): ("legal_35h_overtime", "first_rate", 100),
    ("premiums", "next_rate"): ("legal_35h_overtime", "next_rate", 100),
    ("quota", "quota"): ("overtime_quota", "quota", 70 * 60),
    ("quota", "small_headcount"): ("overtime_quota", "small_headcount", 10),
    ("quota", "small_rest"): ("overtime_quota", "small_rest", 600),
    ("quota", "large_rest"): ("overtime_quota", "large_rest", 1100),
    ("complementary", "first_tenth"): ("part_time_complementary_cap", "first_tenth", 170),
    ("complementary", "beyond"): ("part_time_complementary_cap", "beyond", 170),
    ("window", "begins"): ("night_hours", "begins", 22 * 60),
    ("window", "ends"): ("night_hours", "ends", 7 * 60),
    ("night_rest", ""): ("night_hours", "rest", 125),
}


def value(terms: Terms, group: str, name: str) -> Dated:
    holder = getattr(terms, group)
    return cast("Dated", getattr(holder, name) if name else holder)


@pytest.mark.parametrize("place", HOMES, ids="-".join)
def test_what_an_agreement_sets_is_what_counts_from_its_day(place: tuple[str, str]) -> None:
    rule, parameter, amount = HOMES[place]
    rules = []
    for known in RULES:
        if known.id != rule:
            rules.append(known)
            continue
        dated: Dated = getattr(known, parameter)
        changed: dict[str, Any] = {
            parameter: dated.derogate(amount, MONDAY, SOURCE, level=Level.BRANCH)
        }
        if parameter == "begins":
            # A night lasts nine hours at least.
            changed["ends"] = cast("Any", known).ends.derogate(
                7 * 60, MONDAY, SOURCE, level=Level.BRANCH
            )
        rules.append(replace(cast("Any", known), **changed))
    agreed, plain = value(terms_of(rules), *place), value(terms_of(RULES), *place)

    assert agreed.on(MONDAY) == amount
    assert agreed.on(date(2026, 6, 14)) == plain.on(date(2026, 6, 14)) == plain.on(MONDAY)


def test_without_rules_the_code_s_values_are_those_of_the_rules() -> None:
    assert replace(terms_of(()), night_worker=terms_of(RULES).night_worker) == terms_of(RULES)


def test_every_value_that_an_agreement_may_move_is_looked_up() -> None:
    terms = terms_of(RULES)
    groups = ("thresholds", "premiums", "quota", "complementary", "window")
    all_values = {
        (group, f.name): getattr(getattr(terms, group), f.name)
        for group in groups
        for f in fields(getattr(terms, group))
    }
    movable = {
        place
        for place, dated in all_values.items()
        if dated.floor is not None or dated.ceiling is not None
    }

    assert movable | {("night_rest", "")} == set(HOMES)
