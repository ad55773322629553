from datetime import date
from pathlib import Path

import pytest

from api.data.folder.load import load
from api.planning.problem import assemble
from scheduler.domain.limits import Every, Limit, LimitKind, Streak, Succession
from scheduler.domain.rhythm import RhythmKind, RhythmPrice
from tests.api.data.folder.folders import faults, with_files

LIMITS = (
    "personne;sorte;gabarits;genre;minimum;maximum;heures_minimum;heures_maximum;periode;"
    "depuis;jusqu_au|"
)
SUCCESSIONS = "personne;avant;genre_avant;apres;genre_apres;depuis;jusqu_au|"


def test_each_sort_of_limit_is_built_with_its_dates_and_reaches_the_problem(tmp_path: Path) -> None:
    folder = with_files(
        tmp_path,
        limites=LIMITS + "ada;jours_affilee;;;2;5;;;;01/03/2026;|ada;repos_affilee;;;2;;;;;;|"
        "brice;week_ends;;;;2;;;mois;;|chloe;heures;;;;;20;30h30;semaine;;|"
        "ada;creneaux;P-J;soiree;;4;;;totale;01/03/2026;31/03/2026",
    )
    association = load(folder)

    march = date(2026, 3, 1)
    assert association.limits == (
        Limit(mediator="ada", kind=LimitKind.RUN, least=2, most=5, since=march),
        Limit(mediator="ada", kind=LimitKind.REST, least=2),
        Limit(mediator="brice", kind=LimitKind.WEEKENDS, most=2),
        Limit(mediator="chloe", kind=LimitKind.MINUTES, least=1200, most=1830, every=Every.WEEK),
        Limit(
            mediator="ada",
            kind=LimitKind.SLOTS,
            templates=frozenset({"P-J", "P-S"}),
            most=4,
            every=Every.WHOLE,
            since=march,
            until=date(2026, 3, 31),
        ),
    )
    assert assemble(association, march, date(2026, 3, 31)).limits == association.limits


def test_a_price_makes_a_wish_of_a_limit_and_no_person_means_everybody(tmp_path: Path) -> None:
    folder = with_files(
        tmp_path,
        limites="personne;sorte;gabarits;minimum;maximum;prix|"
        "ada;jours_affilee;P-S;2;4;15|brice;repos_affilee;;2;3;30|;week_ends_coupes;;;0;10",
        enchainements="avant;apres;prix|P-S;P-J;5",
    )
    association = load(folder)

    run, rest, *split = association.limits
    assert run == Limit(
        mediator="ada",
        kind=LimitKind.RUN,
        least=2,
        most=4,
        templates=frozenset({"P-S"}),
        price=15,
    )
    assert rest == Limit(mediator="brice", kind=LimitKind.REST, least=2, most=3, price=30)
    assert [limit.mediator for limit in split] == [m.id for m in association.mediators]
    assert {(n.kind, n.most, n.price) for n in split} == {(LimitKind.SPLIT, 0, 10)}
    assert [s.price for s in association.successions] == [5]


def test_counters_say_where_a_person_stood_and_reach_the_problem(tmp_path: Path) -> None:
    header = "personne;jour;jours_affilee;gabarit;dont_gabarit;repos_affilee;week_ends;creneaux|"
    folder = with_files(tmp_path, compteurs=header + "ada;28/02/2026;4;P-S;2;;1;12")
    association = load(folder)

    ada = Streak(
        mediator="ada",
        day=date(2026, 2, 28),
        worked=4,
        template="P-S",
        alike=2,
        weekends=1,
        slots=12,
    )
    assert association.streaks == (ada,)
    assert assemble(association, date(2026, 3, 1), date(2026, 3, 31)).streak_of == {"ada": ada}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ada;28/02/2026;2;;;1;;", "colonne « repos_affilee » : reçu « 1 », attendu : des jours"),
        ("ada;28/02/2026;2;P-S;3;;;", "colonne « dont_gabarit » : reçu « 3 », attendu : un gab"),
        ("ada;28/02/2026;2;;1;;;", "colonne « dont_gabarit » : reçu « 1 », attendu : un gabarit"),
        ("ada;28/02/2026;;P-S;1;2;;", "attendu : un gabarit, si l’on travaille"),
    ],
)
def test_counters_that_contradict_themselves_are_refused(
    tmp_path: Path, line: str, expected: str
) -> None:
    header = "personne;jour;jours_affilee;gabarit;dont_gabarit;repos_affilee;week_ends;creneaux|"
    (message,) = faults(with_files(tmp_path, compteurs=header + line))

    assert expected in message


def test_several_needs_of_a_role_ask_for_different_titles(tmp_path: Path) -> None:
    header = "gabarit;roles;minimum;cible;maximum;titres;poids_manque|P-S;mediateur;1;1;1;;|"
    two = "P-J;mediateur;2;2;2;;|P-J;mediateur;1;1;1;AMIS;"
    template = load(with_files(tmp_path, besoins=header + two)).templates[0]

    assert [(need.target, need.titles) for need in template.needs] == [
        (2, frozenset()),
        (1, frozenset({"AMIS"})),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("P-J;mediateur;1;1;1;;", "colonne « roles » : reçu « mediateur », attendu : un rôle dans"),
        ("P-J;mediateur;1;1;1;AMIS;3", "colonne « poids_manque » : reçu « 3 », attendu : les poi"),
    ],
)
def test_needs_of_a_role_with_the_same_titles_or_other_weights_are_refused(
    tmp_path: Path, line: str, expected: str
) -> None:
    header = "gabarit;roles;minimum;cible;maximum;titres;poids_manque|P-S;mediateur;1;1;1;;|"
    (message,) = faults(with_files(tmp_path, besoins=header + "P-J;mediateur;2;2;2;;|" + line))

    assert expected in message


def test_successions_name_templates_or_a_genre_and_everybody_without_a_person(
    tmp_path: Path,
) -> None:
    folder = with_files(
        tmp_path, enchainements=SUCCESSIONS + ";;soiree;P-J;;01/03/2026;|ada;P-S;;;jour;;"
    )
    association = load(folder)

    evening, day = frozenset({"P-S"}), frozenset({"P-J"})
    assert association.successions == (
        Succession(first=evening, following=day, since=date(2026, 3, 1)),
        Succession(first=evening, following=day, mediator="ada"),
    )
    problem = assemble(association, date(2026, 3, 1), date(2026, 3, 31))
    assert problem.successions == association.successions


def test_wishes_name_templates_and_needs_have_weights(tmp_path: Path) -> None:
    folder = with_files(
        tmp_path,
        souhaits="personne;debut;fin;souhait;poids;gabarits|ada;11/03/2026;11/03/2026;repos;3;P-S",
        besoins="gabarit;roles;minimum;cible;maximum;titres;poids_manque;poids_surplus|"
        "P-J;mediateur;1;2;3;;10;2|P-S;mediateur;1;1;1;;;",
    )
    association = load(folder)

    assert [wish.templates for wish in association.wishes] == [frozenset({"P-S"})]
    weights = {
        t.id: (t.needs[0].missing_weight, t.needs[0].surplus_weight) for t in association.templates
    }
    assert weights == {"P-J": (10, 2), "P-S": (1, 0)}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "zoe;week_ends;;;;2;;;;;",
            "colonne « personne » : reçu « zoe », attendu : un identifiant",
        ),
        ("ada;dimanches;;;;2;;;;;", "colonne « sorte » : reçu « dimanches »"),
        (
            "ada;week_ends;;;;;;;;;",
            "colonne « maximum » : reçu rien, attendu : un minimum ou un maximum",
        ),
        ("ada;week_ends;;;3;2;;;;;", "colonne « maximum » : reçu « 2 », attendu : un maximum d’au"),
        ("ada;week_ends;;;;2;;;totale;;", "attendu : un premier et un dernier jour"),
        ("ada;week_ends;P-J;;;2;;;;;", "colonne « gabarits » : reçu « P-J », attendu : une case v"),
        (
            "ada;week_ends;;;;2;;10;;;",
            "colonne « heures_maximum » : reçu « 10 », attendu : une cas",
        ),
        ("ada;heures;;;;2;;10;;;", "colonne « maximum » : reçu « 2 », attendu : une case vide"),
        (
            "ada;heures;;;;;12;10;;;",
            "colonne « heures_maximum » : reçu « 10 », attendu : un maximu",
        ),
        ("ada;repos_affilee;;;;2;;;;;", "colonne « prix » : reçu rien, attendu : un prix, car"),
        ("ada;week_ends_coupes;;;;0;;;;;", "colonne « prix » : reçu rien, attendu : un prix, car"),
        ("ada;jours_affilee;P-S;;2;;;;;;", "colonne « prix » : reçu rien, attendu : un prix, car"),
        ("ada;week_ends_coupes;;;1;;;;;;", "colonne « minimum » : reçu « 1 », attendu : une case"),
        ("ada;jours_affilee;;;;5;;;semaine;;", "colonne « periode » : reçu « semaine »"),
        ("ada;creneaux;;astreinte;;2;;;;;", "colonne « genre » : reçu « astreinte », attendu : un"),
        ("ada;creneaux;P-Z;;;2;;;;;", "colonne « gabarits » : reçu « P-Z », attendu : un identifi"),
        ("ada;creneaux;;;;367;;;;;", "colonne « maximum » : reçu « 367 »"),
        (
            "ada;creneaux;;;;2;;;;02/03/2026;01/03/2026",
            "colonne « jusqu_au » : reçu « 01/03/2026 »",
        ),
    ],
)
def test_a_limit_that_cannot_be_meant_is_refused_where_it_is_wrong(
    tmp_path: Path, line: str, expected: str
) -> None:
    (message,) = faults(with_files(tmp_path, limites=LIMITS + line))

    assert expected in message
    assert "ligne 2" in message


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (";;;P-J;;;", "colonne « avant » : reçu rien, attendu : un gabarit au moins"),
        (";P-S;;;;;", "colonne « apres » : reçu rien, attendu : un gabarit au moins"),
        (";P-S;;;nuit;;", "colonne « genre_apres » : reçu « nuit », attendu : un genre"),
        (";P-S;;P-J;;02/03/2026;01/03/2026", "colonne « jusqu_au » : reçu « 01/03/2026 »"),
    ],
)
def test_a_succession_without_a_side_is_refused(tmp_path: Path, line: str, expected: str) -> None:
    (message,) = faults(with_files(tmp_path, enchainements=SUCCESSIONS + line))

    assert expected in message


RHYTHM = "sorte;prix;dispositif|"


def test_prices_of_shapes_reach_the_problem_and_a_line_takes_them_all_off(tmp_path: Path) -> None:
    association = load(with_files(tmp_path, rythme=RHYTHM + "retours_rapides;5;P|;0;"))

    assert association.rhythm == (
        RhythmPrice(price=5, kind=RhythmKind.RETURN, dispositif="P"),
        RhythmPrice(price=0),
    )
    march = date(2026, 3, 1)
    assert assemble(association, march, date(2026, 3, 31)).rhythm == association.rhythm


def test_a_column_of_dispositifs_may_be_missing(tmp_path: Path) -> None:
    association = load(with_files(tmp_path, rythme="sorte;prix|retours_rapides;5"))

    assert association.rhythm == (RhythmPrice(price=5, kind=RhythmKind.RETURN),)


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        ("retours;5;", "sorte"),
        ("retours_rapides;101;", "prix"),
        ("retours_rapides;-1;", "prix"),
        ("retours_rapides;5;X", "dispositif"),
        ("retours_rapides;5;|retours_rapides;6;", "dispositif"),
    ],
)
def test_a_price_that_says_nothing_clear_is_refused(tmp_path: Path, rows: str, column: str) -> None:
    (message,) = faults(with_files(tmp_path, rythme=RHYTHM + rows))

    assert f"« {column} »" in message
