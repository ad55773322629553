"""Each value of the agreements' profiles is in force, or shown with its article; none is lost."""

import csv
from datetime import date
from pathlib import Path

import pytest

from constraints.agreements.terms import Applied, Strength
from constraints.registry import agreements, base, origin, profile_of

DAY = date(2026, 6, 1)
VALUES = list(
    csv.DictReader(
        (Path(__file__).parent / "values.csv").read_text("utf-8").splitlines(), delimiter=";"
    )
)
CODE = [v for v in VALUES if v["profile"] == "code_du_travail"]
SET = [v for v in VALUES if v["profile"] != "code_du_travail" and "=" in v["place"]]
SHOWN = [v for v in VALUES if v["place"].startswith("provision ")]
WARNED = [v for v in VALUES if v["place"].startswith("warning ")]
NAMED = [v for v in VALUES if v["place"] in ("idcc", "name", "strength")]


def ids(values: list[dict[str, str]]) -> list[str]:
    return [f"{v['profile']}-{v['key']}-{v['article']}" for v in values]


def test_every_value_says_where_it_is() -> None:
    rules = [v for v in CODE if v["place"] == "rule may_first"]
    bounds = [v for v in CODE if "<=" in v["place"]]
    plain = [v for v in CODE if v not in (*rules, *bounds)]

    assert len(VALUES) == len(plain + rules + bounds + SET + SHOWN + WARNED + NAMED)
    assert {v["profile"] for v in VALUES} == {"code_du_travail", *agreements()}


@pytest.mark.parametrize("value", CODE, ids=ids(CODE))
def test_the_code_alone_is_the_default(value: dict[str, str]) -> None:
    place = value["place"]
    if place.startswith("rule "):
        assert place.removeprefix("rule ") in [r.id for r in base().rules]
        return
    name, _, amount = place.replace("<=", "=").partition("=")
    rule, parameter = name.split(".")
    (dated,) = [r.parameters()[parameter] for r in base().rules if r.id == rule]

    if "<=" in place:
        assert (dated.ceiling, dated.by and dated.by.article) == (int(amount), value["article"])
    else:
        assert (dated.on(DAY), dated.entry(DAY).source.article) == (int(amount), value["article"])


@pytest.mark.parametrize("value", SET, ids=ids(SET))
def test_a_value_of_an_agreement_is_in_force_with_its_article(value: dict[str, str]) -> None:
    name, _, amount = value["place"].partition("=")
    rule, parameter = name.split(".")
    profile = profile_of([Applied(agreement=value["profile"])])

    (value_origin,) = [
        o for o in origin(profile, DAY) if (o.rule, o.parameter) == (rule, parameter)
    ]

    assert value_origin.value == int(amount)
    if value["article"].startswith("L"):
        assert value_origin.source.article == value["article"]
        return
    assert value_origin.source.article == f"art. {value['article']}"
    assert value_origin.source.text == agreements()[value["profile"]].text
    assert value_origin.strength is agreements()[value["profile"]].strength


@pytest.mark.parametrize("value", SHOWN, ids=ids(SHOWN))
def test_what_no_rule_uses_is_shown_with_its_article(value: dict[str, str]) -> None:
    name = value["place"].removeprefix("provision ")
    agreement = agreements()[value["profile"]]

    (provision,) = [p for p in agreement.provisions if p.id == name]

    assert provision.source.article == f"art. {value['article']}"
    assert provision.title
    assert provision.text


@pytest.mark.parametrize("value", WARNED, ids=ids(WARNED))
def test_what_must_be_known_is_warned_of(value: dict[str, str]) -> None:
    about = value["place"].removeprefix("warning ")

    assert [w for w in agreements()[value["profile"]].warnings if about in w.lower()]


@pytest.mark.parametrize("value", NAMED, ids=ids(NAMED))
def test_an_agreement_tells_its_name_number_and_strength(value: dict[str, str]) -> None:
    agreement = agreements()[value["profile"]]
    strengths = {"extended": Strength.EXTENDED, "not_extended": Strength.NOT_EXTENDED}
    expected = {
        "idcc": str(agreement.idcc) == value["value"],
        "name": agreement.name.startswith(value["value"]),
        "strength": agreement.strength is strengths.get(value["value"]),
    }

    assert expected[value["place"]]


def test_nothing_is_shown_that_no_profile_tells() -> None:
    shown = {(v["profile"], v["place"].removeprefix("provision ")) for v in SHOWN}

    assert shown == {(a.id, p.id) for a in agreements().values() for p in a.provisions}


def test_every_source_has_an_address() -> None:
    sources = [
        *(t.source for a in agreements().values() for t in a.terms),
        *(p.source for a in agreements().values() for p in a.provisions),
    ]

    assert [s for s in sources if not s.url] == []
