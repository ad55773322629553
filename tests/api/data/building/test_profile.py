from __future__ import annotations

import pickle
from datetime import date
from typing import TYPE_CHECKING

import pytest

from api.data.association import Association
from api.data.building.agreements import profile_for
from constraints.agreements.terms import Term
from constraints.registry import base
from scheduler.dated import Level, Source
from tests.fixtures.association import association

if TYPE_CHECKING:
    from scheduler.dated import Dated
    from scheduler.rule import Rule

MARCH = date(2026, 3, 16)


def term(value: int, agency: str = "") -> Term:
    return Term(
        rule="daily_max_10h",
        parameter="limit",
        value=value,
        source=Source("Accord (inventé)", "art. 3"),
        since=MARCH,
        agency=agency,
    )


def limit(rules: tuple[Rule, ...]) -> Dated:
    (rule,) = [r for r in rules if r.id == "daily_max_10h"]
    return rule.parameters()["limit"]


def test_without_agreement_the_code_applies_alone() -> None:
    assert profile_for(Association()) is base()


def test_an_agreement_applies_from_its_first_day_on() -> None:
    quota = limit(profile_for(Association(terms=(term(720),))).person_rules)

    assert (quota.on(date(2026, 3, 15)), quota.on(MARCH)) == (600, 720)
    assert (quota.entry(MARCH).level, str(quota.entry(MARCH).source)) == (
        Level.COMPANY,
        "art. 3 (Accord (inventé))",
    )


def test_an_agency_has_its_own_values() -> None:
    profile = profile_for(Association(terms=(term(660, "paris"),)))

    assert limit(profile.person_rules).on(MARCH) == 600
    assert limit(dict(profile.agencies)["paris"]).on(MARCH) == 660


@pytest.mark.long
def test_the_profile_of_the_sample_goes_to_another_process_and_back() -> None:
    profile = profile_for(association())

    assert association().terms != ()
    assert pickle.loads(pickle.dumps(profile)) == profile  # noqa: S301 - our own
