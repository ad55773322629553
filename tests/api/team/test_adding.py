"""People added to the team: together or not at all, each fault at its cell, nobody twice."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from fastapi.testclient import TestClient

from api.access.accounts.service import by_person, grants_of
from api.data.stored.association import read
from api.database.engine import reading
from scheduler.domain.people import Mediator
from tests.api.service import Service
from tests.api.team.forms import add, get, lines, send

AUTUMN = datetime(2026, 12, 3, 9, tzinfo=UTC)
ZOE = {"name": "Zoé Été", "weekly_minutes": "35"}
MAILS = "Nom;Prénom;Mail\nÉTÉ;Zoé;zoe@exemple.org\nMOR;Guy;guy@exemple.org\n"
YANN = {"name": "Yann Le Goff", "kind": "CDD", "weekly_minutes": "28h30", "days": "sam, dim"}


@pytest.fixture
def boss(service: Service) -> TestClient:
    return service.client("responsable", agency="ville")


def team(service: Service) -> dict[str, Mediator]:
    with reading(service.engine) as session:
        return dict(read(session).mediator_of)


def test_people_come_with_contracts_and_nobody_types_an_identifier(
    service: Service, boss: TestClient
) -> None:
    done = add(boss, ZOE, {}, YANN)

    assert (done.status, done.location) == (303, "/equipe?ajoutes=2&comptes=0&deja=0")
    zoe, yann = team(service)["zoe-ete"], team(service)["yann-le-goff"]
    assert (zoe.agency, zoe.dispositifs) == ("ville", frozenset({"P"}))
    assert [(c.kind, c.weekly_minutes, f"{c.start}") for c in zoe.contracts] == [
        ("CDI", 2100, "2026-09-01")
    ]
    assert [(c.kind, c.weekly_minutes, c.days) for c in yann.contracts] == [
        ("CDD", 1710, frozenset(range(5)))
    ]
    shown = get(boss, done.location).text
    assert "2 personnes ajoutées." in shown.replace("\u00a0", " ")
    assert "Yann Le Goff" in shown


def test_apprentices_without_weeks_of_courses_are_named_with_their_sheet(
    service: Service, boss: TestClient
) -> None:
    service.app.state.now = lambda: AUTUMN
    apprentice = {"name": "Farid Mo", "kind": "apprentissage", "weekly_minutes": "35"}
    ends = {"end": "31/08/2027"}
    note = '<a href="/equipe/farid-mo#s-inscriptions">Farid Mo</a> : en apprentissage, sans semaine'

    done = add(boss, ZOE, apprentice | ends)

    assert done.status == 303, done.summary
    assert note in get(boss, done.location).text.replace("\u00a0", " ")
    # Who only reads the team isn't asked for anything.
    assert note not in get(boss, "/equipe").text.replace("\u00a0", " ")

    enrolled = send(
        boss,
        "/equipe/farid-mo/apprentissage",
        {
            "cfa.title": "msads",
            "cfa.every": "4",
            "cfa.first": "2026-09-07",
            "cfa.until": "2027-08-31",
            "cfa.morning": "09:00-12:30",
            "cfa.afternoon": "13:30-17:00",
        },
    )
    assert enrolled.status == 303, enrolled.summary
    assert note not in get(boss, done.location).text.replace("\u00a0", " ")


def test_what_is_expected_of_a_choice_is_said_in_its_words(boss: TestClient) -> None:
    page = add(boss, {**ZOE, "role": "chef"})

    assert page.faults("l0.role") == "Attendu : l’un de : médiateur, référent, responsable"


def test_all_dispositifs_are_chosen_at_once(service: Service, boss: TestClient) -> None:
    assert ">tous</option>" not in get(boss, "/equipe/ajouter").text
    rh = service.client("rh")
    assert send(rh, "/semaine-type", {"name": "Gares", "agency": "ville"}).status == 303

    [every] = re.findall(
        r'<option value="([^"]+)">tous</option>', get(boss, "/equipe/ajouter").text
    )
    assert add(boss, ZOE, dispositifs=unescape(every)).status == 303

    assert add(boss, {**YANN, "dispositifs": "Tous"}).status == 303

    dispositifs = team(service)["zoe-ete"].dispositifs
    assert {"P"} < dispositifs
    assert len(dispositifs) == 2
    assert team(service)["yann-le-goff"].dispositifs == dispositifs


def test_the_button_counts_only_what_no_line_can_be_added_to(boss: TestClient) -> None:
    page = send(boss, "/equipe/ajouter", {**lines(ZOE), "geste": "lignes"})

    assert ">Ajouter</button>" in page.text


def test_one_wrong_cell_keeps_all_from_being_written_and_nothing_typed_is_lost(
    service: Service, boss: TestClient
) -> None:
    page = add(boss, ZOE, {"name": "Yann", "weekly_minutes": "trop", "start": "hier"})

    assert page.status == 422
    assert "zoe-ete" not in team(service)
    assert page.faults("l1.weekly_minutes") == "Attendu : un nombre comme 37,5"
    assert page.faults("l1.start") == "Attendu : une date comme 31/12/2026 ou 2026-12-31"
    assert all(f'value="{text}"' in page.text for text in ("Zoé Été", "trop", "hier"))
    assert "Ligne 2, heures par semaine, attendu" in page.summary[0]


def test_what_data_refuse_together_is_told_at_its_line(boss: TestClient) -> None:
    page = add(boss, ZOE, {**YANN, "start": "02/10/2026", "end": "01/10/2026"})

    assert page.status == 422
    assert page.faults("l1.end") == "Attendu : une fin le 02/10/2026 ou après"


def test_fewer_than_24_hours_are_asked_why_in_the_same_form(
    service: Service, boss: TestClient
) -> None:
    page = add(boss, {**ZOE, "weekly_minutes": "20"})

    assert page.status == 422
    assert "sous 24 h par semaine" in page.faults("l0.short_hours")
    assert 'name="l0.short_hours"' in page.text
    assert add(boss, {**ZOE, "weekly_minutes": "20", "short_hours": "demande"}).status == 303
    assert team(service)["zoe-ete"].contracts[0].short_hours == "demande"


def test_who_is_there_already_is_said_and_not_doubled(service: Service, boss: TestClient) -> None:
    ada = {"name": "LEMOINE Ada", "weekly_minutes": "35"}
    page = add(boss, ada, ZOE)
    assert page.status == 422
    assert "celle-ci est déjà dans l’équipe" in page.faults("l0.name")
    assert 'name="l0.connu" value="LEMOINE Ada"' in page.text
    assert len(team(service)) == 6

    passed = add(boss, {**ada, "connu": "LEMOINE Ada"}, ZOE)
    assert passed.location == "/equipe?ajoutes=1&comptes=0&deja=1"
    assert len(team(service)) == 7

    namesake = add(boss, {**ada, "connu": "LEMOINE Ada", "autre": "oui"})
    assert namesake.location == "/equipe?ajoutes=1&comptes=0&deja=0"
    assert "lemoine-ada" in team(service)


@pytest.mark.parametrize("box", [{}, {"autre": "oui"}])
def test_an_answer_on_a_name_is_not_one_on_the_name_typed_over_it(
    service: Service, boss: TestClient, box: dict[str, str]
) -> None:
    ada = {"name": "Ada Lemoine", "weekly_minutes": "35"}

    page = add(boss, {**ada, "connu": "Bilal Kaci", **box}, ZOE)

    assert page.status == 422
    assert "celle-ci est déjà dans l’équipe" in page.faults("l0.name")
    assert 'name="l0.connu" value="Ada Lemoine"' in page.text
    assert 'name="l0.autre" value="oui" checked' not in page.text
    assert len(team(service)) == 6


def test_a_name_twice_in_the_list_is_asked_about(boss: TestClient) -> None:
    page = add(boss, ZOE, {**ZOE, "name": "Été Zoé"})

    assert page.status == 422
    assert "deux fois dans la liste" in page.faults("l1.name")
    assert add(boss, ZOE, {**ZOE, "autre": "oui"}).location.startswith("/equipe?ajoutes=2")


def test_a_list_that_names_somebody_twice_says_so_and_adds_them_once(
    service: Service, boss: TestClient
) -> None:
    table = "Nom\tHeures\tDébut\nÉTÉ Zoé\t35\t01/09/2026\nÉTÉ Zoé\t35\t01/09/2026\n"
    page = send(boss, "/equipe/coller", {"texte": table, "geste": "lire"})
    shown = page.text.replace("\u00a0", " ")

    assert "Même nom que la ligne 1 : ne sera pas ajoutée." in shown
    assert "Déjà dans l’équipe" not in shown
    assert "Ajouter cette personne" in shown
    assert 'name="l1.connu" value="Zoé Été"' in page.text

    done = add(boss, ZOE, {**ZOE, "connu": ZOE["name"]})
    assert done.location == "/equipe?ajoutes=1&comptes=0&deja=0&doubles=1", done.summary
    assert len(team(service)) == 7
    left_out = "1 ligne laissée de côté : même nom qu’une autre"
    assert left_out in get(boss, done.location).text.replace("\u00a0", " ")


def test_empty_lines_alone_are_nobody(boss: TestClient) -> None:
    page = add(boss, {}, {})

    assert page.status == 422
    assert page.faults("l0.name") == "Attendu : au moins un nom"


def test_what_no_line_says_is_asked_for_once_for_all_of_them(boss: TestClient) -> None:
    page = add(boss, ZOE, YANN, start="")
    wrong = add(boss, ZOE, YANN, start="demain")

    assert page.faults("tous.start") == "Attendu : une réponse, ici pour toutes ou sur chaque ligne"
    assert len(page.summary) == 1
    assert wrong.faults("tous.start") == "Attendu : une date comme 31/12/2026 ou 2026-12-31"
    assert 'value="demain"' in wrong.text


def test_hours_are_typed_once_for_all_who_work_as_many(service: Service, boss: TestClient) -> None:
    zoe = {"name": "Zoé Été"}

    page = add(boss, zoe, {"name": "Guy Mor"}, YANN)
    done = add(boss, zoe, {"name": "Guy Mor"}, YANN, weekly_minutes="35")

    expected = "Attendu : une réponse, ici pour toutes ou sur chaque ligne"
    assert page.faults("tous.weekly_minutes") == expected
    assert len(page.summary) == 1
    assert done.status == 303, done.summary
    minutes = {name: m.contracts[0].weekly_minutes for name, m in team(service).items()}
    assert minutes["zoe-ete"] == minutes["guy-mor"] == 2100
    assert minutes["yann-le-goff"] == 1710


def test_hours_for_all_that_nobody_can_read_are_wrong_once(boss: TestClient) -> None:
    page = add(boss, {"name": "Zoé Été"}, {"name": "Guy Mor"}, weekly_minutes="trop")

    assert page.faults("tous.weekly_minutes") == "Attendu : un nombre comme 37,5"
    assert len(page.summary) == 1


def test_who_holds_posts_is_of_a_dispositif_where_there_are_several(two: Service) -> None:
    rh = two.client("rh")
    chief = {**ZOE, "name": "Inès Chef", "role": "responsable"}

    page = add(rh, ZOE, chief, agency="Ville")
    done = add(rh, {**ZOE, "dispositifs": "Médiation de place"}, chief, agency="Ville")

    assert page.faults("tous.dispositifs").startswith("Attendu : une réponse, ici pour toutes")
    assert len(page.summary) == 1
    assert done.status == 303, done.summary
    assert (team(two)["zoe-ete"].dispositifs, team(two)["ines-chef"].dispositifs) == (
        frozenset({"P"}),
        frozenset(),
    )


def test_more_lines_keep_what_is_typed(boss: TestClient) -> None:
    page = send(boss, "/equipe/ajouter", {"geste": "lignes", "l4.name": "Zoé", "lignes": "5"})

    assert page.status == 200
    assert page.text.count('class="n">') == 11
    assert 'name="l4.name" value="Zoé"' in page.text


def test_an_e_mail_opens_the_account_of_a_mediator_for_who_looks_after_accounts(
    service: Service,
) -> None:
    both = service.client("responsable", "admin")

    done = add(both, {**ZOE, "email": "Zoe@Exemple.org"})

    assert done.location == "/equipe?ajoutes=1&comptes=1&deja=0"
    with reading(service.engine) as session:
        account = by_person(session, "zoe-ete")
        assert account is not None
        assert (account.email, account.name, account.password) == ("zoe@exemple.org", "Zoé Été", "")
        [grant] = grants_of(session, [account.id])[account.id]
        assert (grant.role, grant.agency) == ("mediateur", "ville")
    assert "zoe@exemple.org" in get(both, "/equipe").text


@pytest.mark.parametrize(
    ("email", "fault"),
    [
        ("zoe", "adresse électronique refusée : attendu nom@domaine"),
        ("zoe@exemple.org", "une adresse par personne : celle-ci est deux fois dans la liste"),
        ("pris@exemple.org", "un compte a déjà l’adresse pris@exemple.org"),
    ],
)
def test_a_wrong_e_mail_is_told_at_its_cell_and_nobody_is_added(
    service: Service, email: str, fault: str
) -> None:
    both = service.client("responsable", "admin", email="pris@exemple.org")

    page = add(both, {**ZOE, "email": "zoe@exemple.org"}, {**YANN, "email": email})

    assert page.status == 422
    assert page.faults("l1.email") == f"Attendu : {fault}"
    assert "zoe-ete" not in team(service)


def test_who_looks_after_no_account_is_offered_no_e_mail(boss: TestClient) -> None:
    assert "l0.email" not in get(boss, "/equipe/ajouter").text
    page = add(boss, {**ZOE, "email": "zoe@exemple.org"})
    assert "seul un compte administrateur" in page.faults("l0.email")
    pasted = send(boss, "/equipe/coller", {"texte": MAILS})
    assert "E-mails : non gardés" in pasted.text.replace("\u00a0", " ")
    assert not re.search(r'name="l\d\.email"', pasted.text)


def test_a_pasted_list_is_shown_first_and_added_as_it_is_then_corrected(
    service: Service, boss: TestClient
) -> None:
    text = "Nom;Prénom;Heures;Depuis\nÉTÉ;Zoé;35h;01/09/2026\nLEMOINE;Ada;35;01/09/2020\n"
    page = send(boss, "/equipe/coller", {"texte": text, "geste": "lire"})

    assert page.status == 200
    assert len(team(service)) == 6
    assert "Ajouter cette personne" in page.text
    assert "Déjà dans l’équipe : ne sera pas ajoutée." in page.text.replace("\u00a0", " ")
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', page.text))
    fields |= {"l0.role": "referent", "l0.kind": "CDI", "l1.role": "mediateur", "l1.kind": "CDI"}
    fields |= {"l0.weekly_minutes": "32", "geste": "ajouter"}
    fields.pop("l1.autre", None)
    done = send(boss, "/equipe/ajouter", {name: unescape(text) for name, text in fields.items()})
    assert done.location == "/equipe?ajoutes=1&comptes=0&deja=1", done.summary
    zoe = team(service)["zoe-ete"]
    assert (zoe.role, zoe.contracts[0].weekly_minutes) == ("referent", 1920)


def test_a_cell_of_a_list_that_can_not_be_read_is_told_as_soon_as_it_is_shown(
    boss: TestClient,
) -> None:
    text = "Nom;Prénom;Heures;Depuis\nÉTÉ;Zoé;35h;bientôt\n"

    page = send(boss, "/equipe/coller", {"texte": text, "geste": "lire"})

    assert page.status == 200
    assert page.faults("l0.start") == "Attendu : une date comme 31/12/2026 ou 2026-12-31"
    assert page.faults("l0.weekly_minutes") == ""


def test_a_doubtful_column_is_asked_about_before_anything_is_shown(boss: TestClient) -> None:
    text = "Nom;Heures\nÉté Zoé;35\n"
    doubts = send(boss, "/equipe/coller", {"texte": text, "geste": "lire"})
    assert "Le nom de famille d’abord, ou le prénom ?" in doubts.text.replace("\u00a0", " ")
    answer = {"texte": text, "colonne.0": "nom_prenom", "colonne.1": "weekly_minutes"}

    shown = send(boss, "/equipe/coller", {**answer, "geste": "continuer"})
    back = send(boss, "/equipe/coller", {"texte": text, "geste": "colonnes"})

    assert 'name="l0.name" value="Zoé Été"' in shown.text
    assert 'name="colonne.0"' in back.text
    refused = send(boss, "/equipe/coller", {**answer, "colonne.0": "", "geste": "continuer"})
    assert refused.status == 422
    assert "une colonne de noms" in refused.text


def test_a_list_that_can_not_be_read_stays_where_it_was_pasted(boss: TestClient) -> None:
    page = send(boss, "/equipe/coller", {"texte": "Nom;Prénom\n", "geste": "lire"})

    assert page.status == 422
    assert "une ligne par personne, sous les en-têtes" in page.text
    assert "Nom;Prénom</textarea>" in page.text


def test_a_responsable_adds_nobody_where_they_answer_for_nobody(service: Service) -> None:
    other = service.client("responsable", agency="mer")

    page = add(other, {**ZOE, "agency": "Ville"})

    assert page.status == 422
    assert "zoe-ete" not in team(service)
