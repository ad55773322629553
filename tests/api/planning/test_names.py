from dataclasses import replace
from datetime import date

import pytest

from api.data.folder.load import load
from api.planning.names import Names, Place, short_codes, with_names
from api.planning.problem import assemble
from tests.api.commands import PETIT


def test_codes_come_from_words_that_say_something() -> None:
    names = [("a", "Bellevue"), ("b", "Parc des Chantiers"), ("c", "École de la Tour d’Auvergne")]

    assert short_codes(names) == {"a": "BEL", "b": "PAC", "c": "TOA"}


def test_no_two_codes_are_alike() -> None:
    names = [(str(n), "Bellevue") for n in range(12)]

    codes = short_codes(names)

    assert list(codes.values())[:3] == ["BEL", "BE2", "BE3"]
    assert codes["11"] == "B12"
    assert len(set(codes.values())) == 12


def test_an_id_without_a_name_is_its_own() -> None:
    names = Names(sites={"x": Place(name="Lieu", address="1 rue")}, dispositifs={"11": "Parc"})

    assert [names.site("x"), names.site("y"), names.address("y")] == ["Lieu", "y", ""]
    assert [names.dispositif("11"), names.dispositif("12"), names.agency("z")] == [
        "Parc",
        "12",
        "z",
    ]


@pytest.mark.parametrize(
    ("address", "expected"),
    [("Parc des Chantiers", ""), ("parc des chantiers ", ""), ("1, rue du Parc", "1, rue du Parc")],
)
def test_an_address_that_is_the_name_again_is_not_told(address: str, expected: str) -> None:
    names = Names(sites={"parc": Place(name="Parc des Chantiers", address=address)})

    assert names.address("parc") == expected


def test_dispositifs_keep_the_given_order_and_strangers_come_last() -> None:
    names = Names(dispositifs={"2": "B", "10": "A"})

    assert sorted(["1", "10", "2"], key=names.rank) == ["2", "10", "1"]


def test_a_name_without_letters_still_has_a_code() -> None:
    assert short_codes([("☾", "☾"), ("b", "de la")]) == {"☾": "X", "b": "DEL"}


def test_a_slot_that_a_rule_names_by_ids_gets_its_place_and_hours() -> None:
    association = load(PETIT)
    problem = assemble(association, date(2026, 3, 2), date(2026, 3, 8))
    slot = problem.slot_of["P-J-2026-03-03"]

    for before, after in (("", ""), ("Ada Lemoine (", ")")):
        assert with_names(f"{before}{slot.label}{after} : personne.", association) == (
            f"{before}Place du Marché, 9\u00a0h – 16\u00a0h\u00a030, le 03/03/2026{after}"
            " : personne."
        )
    bare = "Ada Lemoine : 11 h 00 de repos à partir du 02/03/2026."
    assert with_names(bare, association) == bare


def test_a_slot_without_a_site_leaves_the_name_before_it_whole() -> None:
    association = load(PETIT)
    problem = assemble(association, date(2026, 3, 2), date(2026, 3, 8))
    slot = replace(problem.slot_of["P-J-2026-03-03"], site="")

    assert with_names(f"Ada Lemoine, {slot.label} (verrou).", association) == (
        "Ada Lemoine, Médiation de place, 9\u00a0h – 16\u00a0h\u00a030, le 03/03/2026 (verrou)."
    )
