from dataclasses import replace
from datetime import date, timedelta

import pytest

from constraints.agreements.in_force.employer_rules import apply
from constraints.agreements.in_force.refusals import UnlawfulTermsError
from constraints.registry import agreements, base, profile_of
from scheduler.dated import Level
from tests.constraints.agreements.make import (
    DAY,
    STATE,
    applied,
    dated,
    refusals,
    term,
)

SPAN = "daily_span_13h.limit"
BEFORE = DAY - timedelta(days=1)


def test_what_the_branch_alone_may_set_a_company_may_only_better() -> None:
    eclat = [applied("eclat")]
    place = "part_time_min_24h.minimum_b"

    assert refusals([term(place, 14 * 60, since=DAY)], eclat) == []
    assert refusals([term(place, 20 * 60, since=DAY)], eclat) == []
    assert refusals([term(place, 14 * 60 - 1, since=DAY)], eclat) == [
        (
            "« Temps partiel : minimum 24 heures » (part_time_min_24h.minimum_b) à 13 h 59 par "
            "art. 4 (accord d’entreprise du 12/03/2026) : un accord d’entreprise ne peut pas "
            "faire moins que la branche ou le Code, 14 h 00 au moins (L2253-1)."
        )
    ]


@pytest.mark.parametrize(
    ("place", "lawful", "unlawful"),
    [
        ("night_worker_status.yearly", 300 * 60, 300 * 60 + 1),
        ("part_time_min_24h.minimum_a", 10 * 60, 10 * 60 - 1),
        ("part_time_complementary_cap.first_tenth", 170, 169),
        ("part_time_complementary_cap.beyond", 170, 169),
    ],
)
def test_matters_of_the_branch_are_locked(place: str, lawful: int, unlawful: int) -> None:
    assert refusals([term(place, lawful, since=DAY)], [applied("eclat")]) == []
    (why,) = refusals([term(place, unlawful, since=DAY)], [applied("eclat")])
    assert "L2253-1" in why


@pytest.mark.parametrize(
    ("place", "lawful", "unlawful"),
    [
        ("night_worker_status.yearly", 270 * 60, 270 * 60 + 1),
        ("part_time_min_24h.minimum", 24 * 60, 24 * 60 - 1),
        ("part_time_complementary_cap.first_tenth", 100, 99),
        ("modulation_period.agreement", 12, 13),
        ("part_time_complement.most", 0, 1),
        ("part_time_complement.beyond", 250, 249),
    ],
)
def test_without_a_branch_the_code_is_the_least(place: str, lawful: int, unlawful: int) -> None:
    assert refusals([term(place, lawful)]) == []
    assert len(refusals([term(place, unlawful)])) == 1


def test_a_company_value_is_held_against_the_branch_s_of_each_day_of_its_period() -> None:
    place = "part_time_min_24h.minimum_b"
    eclat = [applied("eclat", "2024-01-01", until=DAY)]

    assert refusals([term(place, 15 * 60, since=date(2024, 1, 1), until=DAY)], eclat) == []
    (why,) = refusals([term(place, 15 * 60, since=date(2024, 1, 1))], eclat)
    assert why.endswith("24 h 00 au moins (L2253-1) le 16/06/2026.")


def test_an_authorisation_goes_where_no_agreement_may() -> None:
    place, june = "weekly_max_48h.limit", {"since": date(2026, 6, 1), "until": date(2026, 6, 30)}
    state = {"source": STATE, "level": Level.AUTHORISATION, **june}

    profile = profile_of([], [term(place, 60 * 60, **state)])

    assert dated(profile, place).on(date(2026, 6, 30)) == 60 * 60
    assert dated(profile, place).on(date(2026, 7, 1)) == 48 * 60
    assert dated(profile, "multi_employer_total.limit").on(DAY) == 60 * 60
    assert refusals([term(place, 60 * 60 + 1, **state)]) == [
        (
            "« Durée hebdomadaire maximale absolue » (weekly_max_48h.limit) à 60 h 01 par art. 1 "
            "(décision de la DREETS du 02/05/2026) : une autorisation doit rester à 60 h 00 au "
            "plus (L3121-21)."
        )
    ]
    assert len(refusals([term(place, 48 * 60 + 1, **june)])) == 1


def test_an_authorisation_of_the_week_is_given_for_a_time() -> None:
    state = {"source": STATE, "level": Level.AUTHORISATION, "since": DAY}

    (why,) = refusals([term("weekly_max_48h.limit", 60 * 60, **state)])

    assert why.endswith("une autorisation n’est donnée que pour une durée fixée (R3121-10).")


def test_minors_hours_are_the_inspector_s() -> None:
    state = {"source": STATE, "level": Level.AUTHORISATION}

    assert refusals([term("minor_weekly_35h.longest", 40 * 60, **state)]) == []
    assert len(refusals([term("minor_weekly_35h.longest", 40 * 60 + 1, **state)])) == 1
    assert refusals([term("minor_weekly_35h.longest", 36 * 60)]) == [
        (
            "« Mineurs : 35 heures par semaine » (minor_weekly_35h.longest) à 36 h 00 par art. 4 "
            "(accord d’entreprise du 12/03/2026) : un accord d’entreprise ne peut pas changer "
            "ceci (L3162-1 : 35 h 00)."
        )
    ]


def test_all_that_is_unlawful_is_told_at_once() -> None:
    terms = [
        term("daily_rest_11h.rest", 539),
        term("daily_max_10h.limit", 720),
        term("daily_max_10h.limit", 721),
        term("daily_max_10h.limite", 700),
        term("journee.limite", 700),
    ]

    assert refusals(terms) == [
        (
            "« Durée quotidienne maximale » (daily_max_10h) n’a pas de valeur « limite » "
            "(connues : limit)."
        ),
        "règle inconnue ou convention non appliquée : « journee ».",
        (
            "« Repos quotidien » (daily_rest_11h.rest) à 8 h 59 par art. 4 (accord d’entreprise "
            "du 12/03/2026) : un accord d’entreprise doit rester à 9 h 00 au moins (D3131-6)."
        ),
        (
            "« Durée quotidienne maximale » (daily_max_10h.limit) à 12 h 01 par art. 4 (accord "
            "d’entreprise du 12/03/2026) : un accord d’entreprise doit rester à 12 h 00 au plus "
            "(L3121-19)."
        ),
    ]


def test_a_term_refused_for_everyone_is_told_once() -> None:
    terms = [term("daily_rest_11h.rest", 539), term(SPAN, 12 * 60, agency="nord")]

    assert len(refusals(terms)) == 1


def test_two_agreements_do_not_apply_on_one_day() -> None:
    both = [applied("eclat"), applied("alisfa", "2026-06-15")]

    assert refusals(chosen=both) == [
        (
            "conventions « eclat » et « alisfa » appliquées ensemble le 15/06/2026 : une seule "
            "s’applique, celle de l’activité principale (L2261-2)."
        )
    ]
    assert refusals(chosen=[applied("eclat", until=BEFORE), both[1]]) == []


def test_an_unknown_agreement_is_refused_with_those_that_are_known() -> None:
    (why,) = refusals(chosen=[applied("syntec")])

    assert why == (
        "convention inconnue « syntec » (connues : alisfa, ateliers_chantiers_insertion, eclat, "
        "missions_locales, regies_de_quartier)."
    )


def test_a_clause_of_an_agency_s_agreement_may_be_changed_for_all() -> None:
    chosen = [applied("eclat", agency="nord")]

    assert refusals([term("ccn_eclat_break_45min.pause", 30)], chosen) == []
    assert refusals([term("ccn_eclat_break_45min.pause", 30, agency="sud")], chosen) == [
        "règle inconnue ou convention non appliquée : « ccn_eclat_break_45min »."
    ]


def test_a_rule_of_the_team_has_no_value_of_an_agency() -> None:
    (why,) = refusals([term("modulation_period.agreement", 6, agency="nord")])

    assert why == (
        "« Aménagement sur plusieurs semaines : période » (modulation_period) vaut pour toute "
        "l’équipe, pas pour une agence."
    )


def test_an_extended_agreement_is_needed_where_the_law_says_so() -> None:
    small = term("part_time_min_24h.minimum", 20 * 60, level=Level.BRANCH)
    changed = replace(agreements()["regies_de_quartier"], terms=(small,))

    with pytest.raises(UnlawfulTermsError, match=r"branche étendu le peut \(L3123-19\)"):
        apply(base(), {changed.id: changed}, [applied(changed.id)], [])
