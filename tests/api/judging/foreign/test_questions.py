"""Names that could be one person's or another's are asked about, and the answers are used."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from api.data.errors import BadFilesError, NameQuestion, Where
from api.intake.reading import EntryCounts, Reading, WrittenAbsence
from api.judging.directory import Directory
from api.judging.foreign.people import Roll
from api.judging.foreign.questions import Neighbours, described, letter_apart, near
from api.judging.foreign.shifts import Gathered, counted, gather
from api.judging.foreign.sources import NameAnswers, read_answers
from scheduler.domain.people import Mediator
from tests.api.judging.samples import ADA, BRICE, JUNE, away, duty, mediator, reading, shift, span

DAY = timedelta(days=1)


def made(*readings: Reading, known: tuple[Mediator, ...] = (), **said: str) -> Gathered:
    answers = NameAnswers(said={k.replace("_", " "): v for k, v in said.items()}, file="noms.csv")
    return gather(readings, Roll(directory=Directory(known), hired=JUNE, answers=answers), None)


def test_a_misspelt_name_of_the_association_is_asked_about_once() -> None:
    read = reading(shift("LEMOYNE Ada", duty(JUNE), 5), shift("LEMOYNE Ada", duty(JUNE), 4))

    gathered = made(read, known=(ADA, BRICE))

    assert (gathered.worked, gathered.named) == ([], {})
    assert [error.message for error in gathered.refused] == [
        (
            "juin.xlsx, feuille « Juin », ligne 4 : reçu « LEMOYNE Ada », attendu : un nom connu. "
            "Est-ce Ada Lemoine (ada, agence nantes, naissance en 1990) ? Si oui, dites-le dans un "
            "fichier « nom;personne » (--noms), avec la ligne « LEMOYNE Ada;ada » ; si c’est "
            "quelqu’un d’autre, « LEMOYNE Ada;autre »"
        )
    ]
    assert counted([read], gathered) == EntryCounts(read=2, refused=2)
    [question] = gathered.refused[0].questions
    choice = "ada", "Ada Lemoine (ada, agence nantes, naissance en 1990)"
    assert question == NameQuestion(name="LEMOYNE Ada", choices=(choice,))


def test_of_two_near_strangers_the_rarer_writing_is_asked_about() -> None:
    rows = [shift("Camile Roux", duty(JUNE), 2)]
    rows += [shift("Camille Roux", duty(JUNE), line) for line in (3, 4)]

    gathered = made(reading(*rows))

    assert list(gathered.named) == ["camille-roux"]
    [error] = gathered.refused
    assert (error.received, error.line) == ("Camile Roux", 2)
    assert "la même que « Camille Roux » ?" in error.expected


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("ada", ["ada"]),
        ("Lemoine Ada", ["ada"]),
        ("", ["ada-lemoyne"]),
        ("Zoé Nuit", ["nuit-zoe"]),
    ],
)
def test_an_answer_says_who_it_is(said: str, named: list[str]) -> None:
    read = reading(shift("LEMOYNE Ada", duty(JUNE)))
    more = [reading(shift("Zoé Nuit", duty(JUNE + DAY)))] if said.startswith("Zoé") else []

    gathered = made(read, *more, known=(ADA,), lemoyne_ada=said)

    assert (list(gathered.named), gathered.refused) == (named, [])


def test_a_namesake_may_be_said_to_be_a_person_of_their_own() -> None:
    gathered = made(reading(shift("Ada Lemoine", duty(JUNE))), known=(ADA,), ada_lemoine="")

    [person] = gathered.named.values()
    assert (person.id, person.name) == ("ada-lemoine", "Ada Lemoine")


def test_an_answer_that_names_nobody_is_refused() -> None:
    with pytest.raises(BadFilesError, match=r"noms.csv, colonne « personne » : reçu « zoé »"):
        made(reading(shift("LEMOYNE Ada", duty(JUNE))), known=(ADA,), lemoyne_ada="zoé")


def test_absences_of_a_name_that_is_asked_about_are_refused_with_it() -> None:
    absence = away("LEMOYNE Ada", span(JUNE, "00:00", "00:00"), 4)
    places = tuple(Where(file="juin.xlsx", sheet="Juin", line=4, letter=x) for x in "BC")
    read = reading(aways=(WrittenAbsence(**{**vars(absence), "places": places}),))
    read = replace(read, counts=EntryCounts(read=2, used=2))

    gathered = made(read, known=(ADA,))

    assert (gathered.absences, [e.entries for e in gathered.refused]) == ([], [2])
    assert counted([read], gathered) == EntryCounts(read=2, refused=2)


def test_whom_a_number_names_is_asked_by_their_name() -> None:
    numbered = replace(shift("00417", duty(JUNE)), also=("Ada Lemoyne",))
    other = replace(shift("00418", duty(JUNE)), also=("Zoé Nuit",))

    gathered = made(reading(numbered, other), known=(ADA,))

    assert ([e.received for e in gathered.refused], list(gathered.named)) == (["00417"], ["00418"])


def test_people_are_described_as_far_as_they_are_known() -> None:
    assert described(mediator("x", "Zoé Nuit")) == "Zoé Nuit (x, agence nantes, naissance en 1990)"
    assert described(replace(ADA, agency="", birth=None)) == "Ada Lemoine (ada)"


# The file of answers ----------------------------------------------------------------------------


def test_answers_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "noms.csv"
    path.write_bytes("nom;personne\r\nLEMOYNE  Ada;ada\r\nZoé Nuit;Autre\r\n".encode("cp1252"))

    answers = read_answers(path)

    assert (answers.of("Lemoyne ada"), answers.of("ZOÉ NUIT"), answers.of("Léa")) == (
        "ada",
        "",
        None,
    )


def test_rows_that_answer_nothing_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "noms.csv"
    path.write_text("nom;personne\nAda;\n;ada\nZoé;autre\nzoé;ada\n", "utf-8")

    with pytest.raises(BadFilesError) as caught:
        read_answers(path)

    assert [(e.line, e.column) for e in caught.value.errors] == [
        *((2, "personne"), (3, "nom"), (5, "nom"))
    ]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Ada Lemoine", "LEMOYNE Ada"),
        ("Brice Kouassi", "KOUASI Brice"),
        ("Chloé Marzin", "Marzni Chloe"),
        ("Elsa Benyoucef", "Ben Youcef Elsa"),
        ("Ada Lemoine", "Ada Marie Lemoine"),
        ("Ada Lemoine", "A. Lemoine"),
        ("Brice Kouassi", "Brise Kouasi"),
        ("Awatef", "Awatif"),
    ],
)
def test_names_a_letter_a_word_or_an_initial_apart_are_near(name: str, other: str) -> None:
    assert near(name, other)
    assert near(other, name)
    names = Neighbours()
    names.add(name)
    assert names.of(other) == (name,)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Ada Lemoine", "lemoine ADA"),
        ("Ada Lemoine", "Ida Lemaire"),
        ("Ada Lemoine", "Ada Petit"),
        ("Ada L.", "Ada M."),
        ("Léa", "Lou"),
        ("Lea", "Leo"),
        ("00417", "00418"),
        ("Ada", "Ada Lemoine"),
        ("", "Ada"),
    ],
)
def test_other_names_are_not(name: str, other: str) -> None:
    assert not near(name, other)
    assert not near(other, name)


@pytest.mark.parametrize(
    ("word", "other", "apart"),
    [
        ("lemoine", "lemoyne", True),
        ("lemoine", "lemone", True),
        ("lemoine", "lemoinee", True),
        ("lemoine", "lemonie", True),
        ("lemoine", "lemoine", False),
        ("lemoine", "lemayne", False),
        ("lemoine", "lemo", False),
    ],
)
def test_one_letter_is_changed_added_left_out_or_exchanged(
    word: str, other: str, *, apart: bool
) -> None:
    assert letter_apart(word, other) is apart


def test_two_writings_of_a_name_at_the_same_time_may_be_two_people() -> None:
    read = reading(
        shift("Ménard Ada", duty(JUNE), 4), shift("Menard Ada", duty(JUNE, "10:00-18:00"), 5)
    )

    clashing, apart = made(read), made(read, menard_ada="")

    assert [error.questions for error in clashing.refused] == [
        (NameQuestion(name="Menard Ada", choices=(("Ménard Ada", "Ménard Ada"),)),)
    ]
    assert len(clashing.worked) == 1
    assert (len(apart.worked), len(apart.named), apart.refused) == (2, 2, [])
