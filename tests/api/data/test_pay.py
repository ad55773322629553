"""Quantities of a payroll: named once, for files and for people."""

import pytest

from api.data.pay import is_quantity, words_of


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ferie", "férié"),
        ("dont_delegation", "dont délégation"),
        ("heures_normales", "heures normales"),
        ("conges_jours", "congés jours"),
        ("arret_heures", "arrêt heures"),
        ("conges_jours_ouvrables", "congés jours ouvrables"),
        ("repos_equivalent_du", "repos équivalent dû"),
        ("heures_sup_25", "heures sup 25\u00a0%"),
        ("heures_sup_conges_25", "heures sup congés 25\u00a0%"),
        ("heures_comp_12_5", "heures comp 12,5\u00a0%"),
    ],
)
def test_a_quantity_has_a_name_for_files_and_words_for_people(name: str, words: str) -> None:
    assert is_quantity(name)
    assert words_of(name) == words


@pytest.mark.parametrize("name", ["férié", "conges", "heures_sup", "heures_sup_1000", "prime"])
def test_what_no_payroll_counts_is_no_quantity(name: str) -> None:
    assert not is_quantity(name)
