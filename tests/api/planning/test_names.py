from __future__ import annotations

from api.planning.names import Names, Place, short_codes


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


def test_dispositifs_keep_the_given_order_and_strangers_come_last() -> None:
    names = Names(dispositifs={"2": "B", "10": "A"})

    assert sorted(["1", "10", "2"], key=names.rank) == ["2", "10", "1"]


def test_a_name_without_letters_still_has_a_code() -> None:
    assert short_codes([("☾", "☾"), ("b", "de la")]) == {"☾": "X", "b": "DEL"}
