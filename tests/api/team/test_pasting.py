"""Lists pasted from spreadsheets: what columns hold, what is asked, what people come of it."""

from collections.abc import Mapping, Sequence

import pytest

from api.team.lines import line_of, tidied, weekdays
from api.team.pasting import lines_of, pasted
from api.web.refusing.problems import Refusal

IDS = {"agency": {"Ville": "ville"}, "dispositifs": {"Médiation de place": "P"}}


def people(text: str, chosen: Mapping[int, str] | None = None) -> list[dict[str, str]]:
    return [tidied(line) for line in lines_of(pasted(text, chosen))]


def holdings(text: str) -> list[str]:
    return [column.holds for column in pasted(text).columns]


def questions(text: str) -> list[str]:
    return [column.question for column in pasted(text).columns if column.question]


def test_headers_are_recognised_in_any_order_and_usual_spelling() -> None:
    text = (
        "Heures/semaine\tE-mail\tPRÉNOM\tFonction\tNom\tDate d’entrée\tRepos\n"
        "35\tzoe@exemple.org\tZoé\tMédiatrice\tÉTÉ\t01/09/2020\tsam, dim\n"
    )

    assert questions(text) == []
    assert people(text) == [
        {
            "name": "Zoé Été",
            "role": "mediateur",
            "kind": "CDI",
            "weekly_minutes": "35",
            "email": "zoe@exemple.org",
            "start": "01/09/2020",
            "days": "sam, dim",
        }
    ]


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("35h", "35"),
        ("35", "35"),
        ("35:00", "35"),
        ("35,00", "35"),
        ("28h30", "28h30"),
        ("151,67 h par mois", "35"),
        ("151h40/mois", "35"),
        ("86,67 h par mois", "20"),
        ("104", "24"),
        ("80 %", "28"),
        ("CDD 6 mois 28h", "28"),
        ("temps plein", "35"),
    ],
)
def test_hours_are_of_a_week_however_they_are_written(written: str, hours: str) -> None:
    [person] = people(f"Nom;Prénom;Contrat\nEXEMPLE;Gaël;{written}\n")

    assert person["weekly_minutes"] == hours


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1 janvier 2023", "01/01/2023"),
        ("1er sept. 2023", "01/09/2023"),
        ("bientôt", "bientôt"),
        ("janvier 2023", "janvier 2023"),
    ],
)
def test_days_are_read_with_their_months_in_words(written: str, day: str) -> None:
    [person] = people(f"Nom;Prénom;Date d’entrée\nEXEMPLE;Gaël;{written}\n")

    assert person["start"] == day


def test_a_header_of_months_or_of_parts_says_what_its_numbers_are() -> None:
    assert people("Prénom Nom;Heures par mois\nAda Lemoine;104\n")[0]["weekly_minutes"] == "24"
    assert people("Prénom Nom;ETP\nAda Lemoine;0,8\n")[0]["weekly_minutes"] == "28"
    assert people("Prénom Nom;Quotité\nAda Lemoine;50\n")[0]["weekly_minutes"] == "17h30"


def test_numbers_that_may_be_of_a_month_or_a_part_are_asked_about() -> None:
    text = "Prénom Nom;Heures\nAda Lemoine;80\nBrice Kouassi;50\n"

    assert questions(text) == ["Plus de 48 : par mois, ou part d’un temps plein ?"]
    chosen = {0: "name", 1: "part"}
    assert [p["weekly_minutes"] for p in people(text, chosen)] == ["28", "17h30"]


def test_hours_of_weeks_and_of_months_in_one_column_are_told_apart_by_their_size() -> None:
    text = "Prénom Nom;Heures\nAda Lemoine;35\nBrice Kouassi;151,67\n"

    assert questions(text) == []
    assert [p["weekly_minutes"] for p in people(text)] == ["35", "35"]


def test_names_keep_capitals_that_are_theirs() -> None:
    text = "Nom;Prénom\nMcKay;Jean-Loup\nDE LA TOUR;Ève\n;Guy\n"

    assert [p["name"] for p in people(text)] == ["Jean-Loup McKay", "Ève De La Tour", "Guy"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("PETIT, Luc", "Luc Petit"),
        ("Petit, Luc", "Luc Petit"),
        ("LE GOFF, Anne Marie", "Anne Marie Le Goff"),
        ("Le Goff , Anne Marie", "Anne Marie Le Goff"),
        ("PETIT,Luc", "Luc Petit"),
        ("Luc PETIT,", "Luc Petit"),
    ],
)
def test_a_comma_after_the_family_name_is_no_part_of_the_name(written: str, name: str) -> None:
    text = f"Nom\tHeures\n{written}\t35\n"

    assert questions(text) == []
    assert people(text)[0]["name"] == name


def test_commas_of_names_in_two_columns_or_with_the_first_name_first_are_left_out() -> None:
    assert people("Nom\tPrénom\nPETIT,\tLuc\n")[0]["name"] == "Luc Petit"
    assert holdings("PETIT, Luc\tCDI\n")[0] == "nom_prenom"
    assert people("Prénom Nom\tHeures\nLuc, Petit\t35\n")[0]["name"] == "Luc Petit"


def test_a_list_of_a_personnel_office_is_read_whatever_it_has_besides() -> None:
    text = (
        "Liste du personnel au 01/12/2026;;;;;;\n"
        "Matricule;Nom du médiateur;Tps contrat;Type contrat;Date embauche;Tél.;Mail pro\n"
        "001;LEMOINE Ada;35h00;CDI;01/09/2020;0612345678;ada@exemple.org\n"
        "002;BENYOUCEF Elsa;0,8 ETP;C.D.D.;2/1/26;;\n"
    )

    assert questions(text) == []
    assert pasted(text).notes[0] == "Colonnes non lues : Matricule."
    assert [p.get("phone") for p in people(text)] == ["0612345678", None]
    assert [(p["name"], p["weekly_minutes"], p["kind"]) for p in people(text)] == [
        ("Ada Lemoine", "35", "CDI"),
        ("Elsa Benyoucef", "28", "CDD"),
    ]


def test_two_rows_of_headers_titles_blank_lines_and_totals_are_no_people() -> None:
    text = (
        "Équipe de nuit – décembre\t\t\t\t\n"
        "\t\t\t\t\n"
        "Salarié\t\tContrat\t\t\n"
        "Nom\tPrénom\tType\tHeures hebdo\tDébut\n"
        "LE GOFF\tAnne-Marie\tCDI\t35\t01/09/2020\n"
        "\t\t\t\t\n"
        "D’ALMEIDA\tRui\tCDD\t28h\t02/11/2026\n"
        "TOTAL\t\t\t63\t\n"
    )
    read = pasted(text)

    assert [line["name"] for line in lines_of(read)] == ["Anne-Marie Le Goff", "Rui D’Almeida"]
    assert [line["kind"] for line in lines_of(read)] == ["CDI", "CDD"]
    assert list(read.notes) == [
        "Au-dessus des en-têtes, laissé : Équipe de nuit – décembre.",
        "Totaux laissés : TOTAL 63.",
        "Rôle : la liste ne le dit pas, c’est « médiateur » ci-dessous.",
    ]


def test_capitals_tell_the_family_name_and_without_them_it_is_asked() -> None:
    assert questions("NOM Prénom\tHeures\nLE GOFF Anne\t35\n") == []
    assert people("NOM Prénom\tHeures\nLE GOFF Anne\t35\n")[0]["name"] == "Anne Le Goff"
    loose = "Nom\tHeures\nLemoine Ada\t35\n"
    assert questions(loose) == ["Le nom de famille d’abord, ou le prénom ?"]
    assert people(loose, {0: "nom_prenom", 1: "weekly_minutes"})[0]["name"] == "Ada Lemoine"
    assert people(loose, {0: "name", 1: "weekly_minutes"})[0]["name"] == "Lemoine Ada"


def test_without_headers_columns_are_guessed_and_every_one_is_asked_about() -> None:
    text = (
        "LEMOINE Ada\tCDI\t35\t01/09/2020\tada@exemple.org\nKOUASSI Brice\tCDD\t24\t02/11/2026\t\n"
    )

    assert holdings(text) == ["nom_prenom", "kind", "weekly_minutes", "start", "email"]
    assert len(questions(text)) == 5


def test_what_says_something_of_health_or_of_anything_else_is_not_read_unasked() -> None:
    text = "Nom;Prénom;RQTH;Aptitude;Heures\nLEMOINE;Ada;oui;apte avec réserve;35\n"
    read = pasted(text)

    assert [c.holds for c in read.columns] == ["nom", "prenom", "", "", "weekly_minutes"]
    assert read.notes[0] == "Colonnes non lues : RQTH ; Aptitude."


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("", "texte", "une liste copiée d’un tableur"),
        ("\n \t\n", "texte", "une liste copiée d’un tableur"),
        ("Nom;Prénom\n", "texte", "une ligne par personne, sous les en-têtes"),
        ("x" * 300 + ";y\n", "texte", "240 caractères au plus par cellule"),
        ("Nom;Prénom\n" + "A;B\n" * 151, "texte", "150 personnes au plus à la fois"),
    ],
)
def test_what_can_not_be_read_is_refused_with_what_is_expected(
    text: str, field: str, expected: str
) -> None:
    with pytest.raises(Refusal) as caught:
        pasted(text)

    [fault] = caught.value.errors
    assert (fault.field, fault.expected) == (field, expected)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({0: "nom", 1: "nom"}, "« Nom de famille » pour une seule colonne"),
        ({0: "", 1: "role"}, "une colonne de noms"),
        ({0: "nom", 1: "maladie"}, "l’un des choix de la liste"),
    ],
)
def test_columns_that_contradict_each_other_are_refused(
    chosen: Mapping[int, str], expected: str
) -> None:
    with pytest.raises(Refusal) as caught:
        pasted("Nom;Prénom\nLEMOINE;Ada\n", chosen)

    assert caught.value.errors[0].expected == expected


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("sam, dim", {5, 6}),
        ("Samedi et dimanche", {5, 6}),
        ("lun.-mer.", {0, 1, 2}),
        ("vendredi au lundi", {4, 5, 6, 0}),
        ("week-end", {5, 6}),
        ("M", set()),
        ("parfois", set()),
    ],
)
def test_days_are_read_as_people_write_them(text: str, days: set[int]) -> None:
    assert weekdays(text) == days


def test_days_worked_become_the_days_of_rest() -> None:
    [person] = people("Prénom Nom\tJours travaillés\tHeures\nAda Lemoine\tlun-ven\t35\n")

    assert person["days"] == "sam., dim."
    assert line_of({**person, "start": "1/9/2026"}, "l0", IDS).contract["days"] == [0, 1, 2, 3, 4]


def expected_of(texts: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    usual = {"name": "Ada", "role": "mediateur", "kind": "CDI", "agency": "Ville"}
    line = line_of({**usual, "start": "1/9/26", "weekly_minutes": "35", **texts}, "l0", IDS)
    return [(fault.field, fault.expected) for fault in line.faults]


@pytest.mark.parametrize(
    ("texts", "field", "expected"),
    [
        ({"weekly_minutes": "beaucoup"}, "weekly_minutes", "un nombre comme 37,5"),
        ({"weekly_minutes": ""}, "weekly_minutes", "des heures par semaine, comme 35 ou 28h30"),
        ({"start": "bientôt"}, "start", "une date comme 31/12/2026 ou 2026-12-31"),
        ({"role": "Jardinier"}, "role", "l’un de : médiateur, référent, responsable"),
        ({"dispositifs": "Place, Parc"}, "dispositifs", "l’un de : Médiation de place"),
        (
            {"days": "parfois"},
            "days",
            "des jours de repos, comme « sam, dim » (rien : aucun jour fixe)",
        ),
        (
            {"weekly_minutes": "23h59"},
            "short_hours",
            "la raison : sous 24 h par semaine, un contrat à temps partiel en demande une",
        ),
    ],
)
def test_a_cell_that_can_not_be_read_says_what_is_expected_there(
    texts: Mapping[str, str], field: str, expected: str
) -> None:
    assert expected_of(texts) == [(f"l0.{field}", expected)]


@pytest.mark.parametrize(
    "texts",
    [
        {"weekly_minutes": "24"},
        {"weekly_minutes": "20", "short_hours": "etudiant"},
        {"weekly_minutes": "20", "kind": "apprentissage"},
    ],
)
def test_a_reason_is_asked_for_below_24_hours_alone_and_of_no_apprentice(
    texts: Mapping[str, str],
) -> None:
    assert expected_of(texts) == []
