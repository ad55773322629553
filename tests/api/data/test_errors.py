"""What is refused is refused once: causes first, the same fault in many places told as one."""

from itertools import permutations

from api.data.errors import BadFilesError, Faults, FileError, Source


def message_lines(*errors: FileError) -> list[str]:
    return str(BadFilesError(errors)).splitlines()


def fault(file: str, line: int, received: str, expected: str = "une date") -> FileError:
    return FileError(file=file, line=line, column="debut", received=received, expected=expected)


def test_the_same_fault_in_several_places_is_one() -> None:
    errors = [fault("a.csv", 2, "zoe", "une personne"), fault("b.csv", 7, "zoe", "une personne")]
    for order in permutations(errors):
        assert message_lines(*order) == [
            "1\u00a0erreur dans les fichiers :",
            (
                "  a.csv, ligne 2, colonne « debut » : reçu « zoe », attendu : une personne "
                "(aussi b.csv, ligne 7, colonne « debut »)"
            ),
        ]
        assert len(BadFilesError(order).errors) == 2


def test_more_places_than_one_reads_are_counted() -> None:
    _, line = message_lines(*(fault("a.csv", n, "zoe") for n in range(2, 402)))
    assert line.endswith(
        "(aussi a.csv, ligne 3, colonne « debut » ; a.csv, ligne 4, colonne « debut » ; "
        "a.csv, ligne 5, colonne « debut » ; et 396\u00a0autres places)"
    )


def test_one_place_more_is_said_of_one() -> None:
    _, line = message_lines(*(fault("a.csv", n, "zoe") for n in range(2, 7)))
    assert line.endswith(" ; et 1\u00a0autre place)")


def test_five_different_cells_of_a_column_are_told_and_six_are_folded() -> None:
    assert len(message_lines(*(fault("a.csv", n, f"x{n}") for n in range(2, 7)))) == 1 + 5
    head, *lines = message_lines(*(fault("a.csv", n, f"x{n}") for n in range(2, 8)))
    assert head == "6\u00a0erreurs dans les fichiers :"
    assert [line.split(" : ")[0] for line in lines[:3]] == [
        f"  a.csv, ligne {n}, colonne « debut »" for n in (2, 3, 4)
    ]
    assert lines[3:] == ["  a.csv, colonne « debut » : 3\u00a0autres cellules à corriger de même"]


def test_empty_cells_are_not_one_fault() -> None:
    assert len(message_lines(fault("a.csv", 2, ""), fault("a.csv", 3, ""))) == 1 + 2


def test_causes_come_first_and_what_waits_for_them_last() -> None:
    faults = Faults()
    faults.add("a.csv", 2, "debut", "hier", expected="une date")
    faults.add("z.csv", received="fichier vide", expected="des lignes", cause=True)
    for _ in range(2):
        faults.wait("z.csv")
    try:
        faults.refuse()
    except BadFilesError as error:
        text = str(error).splitlines()
    assert text == [
        "2\u00a0erreurs dans les fichiers :",
        "  z.csv : reçu « fichier vide », attendu : des lignes",
        "  a.csv, ligne 2, colonne « debut » : reçu « hier », attendu : une date",
        "  2\u00a0renvois à z.csv : à contrôler quand il sera lu en entier",
    ]


def test_a_fault_is_told_where_its_row_really_stands() -> None:
    faults = Faults()
    faults.sources["personnes.csv"] = Source("nantes.xlsx", "Personnes", {"nom": "B"})
    faults.add("personnes.csv", 3, "nom", expected="ce que dit personnes.csv, non sites.csv")
    faults.wait("personnes.csv")
    assert [fault.message for fault in faults.errors] == [
        (
            "nantes.xlsx, feuille « Personnes », ligne 3, colonne B « nom » : reçu rien, attendu : "
            "ce que dit la feuille « Personnes », non sites.csv"
        )
    ]
    assert faults.waiting == (
        "1\u00a0renvoi à la feuille « Personnes » : à contrôler quand elle sera lue en entier",
    )
