from datetime import timedelta

import pytest

import constraints.law
from constraints.registry import (
    agreements,
    applied_on,
    base,
    clauses,
    offers,
    profile_of,
)
from scheduler.audit import audit_person
from scheduler.rule import Rule
from tests.constraints.agreements.make import DAY, applied
from tests.constraints.law.cases import convention_rule
from tests.constraints.law.make import duty, timeline

SHIPPED = ["alisfa", "ateliers_chantiers_insertion", "eclat", "missions_locales"]
#: The catalogue's rules of agreements, and whose rule each is.
NAMED = {
    "ccn_eclat_amplitude_12h": ("eclat", "daily_span_13h"),
    "ccn_eclat_break_45min": ("eclat", "ccn_eclat_break_45min"),
    "ccn_eclat_one_interruption": ("eclat", "ccn_eclat_one_interruption"),
    "ccn_eclat_two_rest_days": ("eclat", "ccn_eclat_two_rest_days"),
    "ccn_alisfa_daily_rest_12h": ("alisfa", "daily_rest_11h"),
    "ccn_alisfa_amplitude": ("alisfa", "ccn_alisfa_amplitude"),
    "ccn_alisfa_evenings": ("alisfa", "ccn_alisfa_evenings"),
    "ccn_two_rest_days_incl_sunday": ("alisfa", "ccn_two_rest_days_incl_sunday"),
}


def test_agreements_are_found_by_their_folder() -> None:
    assert sorted(agreements()) == [*SHIPPED, "regies_de_quartier"]


def test_each_clause_is_an_agreement_s_and_each_agreement_s_clause_has_its_file() -> None:
    ids = [clause.id for clause in clauses()]

    assert sorted(set(ids)) == sorted(ids)
    assert {c.id for a in agreements().values() for c in a.clauses} == set(ids)


def test_no_clause_has_the_id_of_another_rule() -> None:
    assert {c.id for c in clauses()} & {r.id for r in base().rules} == set()


@pytest.mark.parametrize("agreement", [*SHIPPED, "regies_de_quartier"])
def test_an_agreement_adds_its_clauses_to_the_law(agreement: str) -> None:
    profile = profile_of([applied(agreement)])

    added = [r.id for r in profile.rules if r.id not in {b.id for b in base().rules}]

    assert added == [c.id for c in agreements()[agreement].clauses]
    assert {r.id for r in offers(constraints.law) if isinstance(r, Rule)} <= {
        r.id for r in profile.rules
    }


@pytest.mark.parametrize("name", NAMED)
def test_the_catalogue_s_names_of_agreement_rules_are_resolved(name: str) -> None:
    agreement, rule = convention_rule(name)

    assert (agreement, rule) == NAMED[name]
    assert rule in [r.id for r in profile_of([applied(agreement)]).person_rules]


def test_a_name_that_no_agreement_has_is_an_error() -> None:
    with pytest.raises(KeyError, match="ccn_syntec"):
        convention_rule("ccn_syntec")


def test_a_value_of_an_agreement_is_judged_under_the_code_s_rule() -> None:
    agreement, rule = convention_rule("ccn_eclat_amplitude_12h")
    day = duty("2026-06-15 08:00 12:00"), duty("2026-06-15 17:00 20:01")

    findings = audit_person(timeline(*day), profile_of([applied(agreement)]))

    assert [(f.rule, f.limit, f.amount) for f in findings if f.rule == rule] == [
        ("daily_span_13h", 720, 1)
    ]


def test_the_agreement_applied_is_the_agency_s_or_the_employer_s() -> None:
    chosen = [applied("eclat", "2026-06-15"), applied("alisfa", agency="nord", until=DAY)]

    def on(day: int, agency: str = "") -> str:
        agreement = applied_on(chosen, DAY + timedelta(days=day), agency)
        return agreement.id if agreement else ""

    assert (on(-1), on(0), on(0, "sud")) == ("", "eclat", "eclat")
    assert (on(0, "nord"), on(1, "nord")) == ("alisfa", "eclat")
