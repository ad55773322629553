import re
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.page.every_role import HTML
from tests.api.service import Service, serve
from tests.api.team.forms import add

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
ALL = ("admin", "rh", "responsable")
ASSOCIATION = {
    "employeur.value": "Médiation Ouest",
    "conventions.agreement": "eclat",
    "agences.name": "Rennes",
    "agences.zone": "B",
    "dispositifs.name": "Médiation de quartier\r\nAccueil\r\n",
}


@pytest.fixture
def empty(sqlite_engine: Engine) -> Service:
    """Serve a database that holds nothing."""
    made = serve(sqlite_engine)
    made.app.state.now = lambda: NOW
    return made


def text_of(client: TestClient, address: str) -> str:
    answer = client.get(address, headers=HTML)
    assert answer.status_code == 200, answer.text[-500:]
    return re.sub(r"[\s\u00a0\u202f]+", " ", answer.text)


def post(client: TestClient, address: str, **fields: str) -> tuple[int, str]:
    answer = client.post(address, data=fields, headers=HTML, follow_redirects=False)
    return answer.status_code, answer.headers.get("location") or re.sub(
        r"[\s\u00a0\u202f]+", " ", answer.text
    )


def test_an_empty_service_opens_on_the_beginning(empty: Service) -> None:
    client = empty.client(*ALL)

    page = client.get("/", headers=HTML)

    assert page.url.path == "/commencer"
    assert re.search(r'href="/commencer" aria-current="page">.*>Commencer</a>', page.text)
    assert "Il manque" not in page.text
    assert '<a href="/mon-tableau">Reprenez votre tableau Excel</a>' in page.text
    menu = re.findall(
        r'<li(?: class="for-desk")?><a href="([^"]+)"', page.text.partition("</header>")[0]
    )
    assert menu[:2] == ["/commencer", "/plannings"]
    assert menu[-1] == "/donnees"
    assert "/equite" not in menu


def test_names_alone_make_the_association_and_its_identifiers(empty: Service) -> None:
    client = empty.client(*ALL)

    assert post(client, "/commencer/association", **ASSOCIATION) == (
        303,
        "/commencer/lieux?etape=association-5",
    )

    text = text_of(client, "/commencer")
    assert "Médiation Ouest, 1 agence, 2 dispositifs, ECLAT" in text
    there = text_of(client, "/commencer/association")
    assert "Médiation de quartier, Accueil ; zone scolaire B" in there
    assert 'name="employeur.value"' not in there
    assert text_of(client, "/donnees/dispositifs?q=accueil")


def test_what_is_saved_leads_to_the_next_step_that_misses_something(empty: Service) -> None:
    client = empty.client(*ALL)
    some = {name: ASSOCIATION[name] for name in ("employeur.value", "agences.name")}

    # Its dispositifs are missing still, then places are passed over.
    assert post(client, "/commencer/association", **some) == (
        303,
        "/commencer/association?etape=association-2",
    )
    post(client, "/commencer/passer", step="lieux")
    rest = {"dispositifs.name": "Accueil"}
    assert post(client, "/commencer/association", **rest)[1] == "/equipe?etape=association-1"


@pytest.mark.parametrize("step", ["x", "<b>", "lieux-12345", "lieux-2-2"])
def test_a_step_that_no_page_sent_says_nothing(empty: Service, step: str) -> None:
    client = empty.client(*ALL)

    assert text_of(client, f"/commencer?etape={step}") == text_of(client, "/commencer")


def test_what_is_saved_on_a_page_outside_the_beginning_leads_on_as_long_as_it_stands(
    empty: Service,
) -> None:
    client = empty.client(*ALL)
    post(client, "/commencer/association", **ASSOCIATION)
    post(client, "/commencer/lieux", **{"sites.0.name": "Mairie"})
    pages = {
        "equipe": ("/equipe", "?ajoutes=1"),
        "semaine": ("/semaine-type/accueil", "?fait=change"),
        "telephones": ("/telephones", "?invites=1"),
    }

    for step, (address, done) in pages.items():
        onward = f'href="/commencer/suite?apres={step}">Étape suivante</a>'
        assert onward in text_of(client, address + done)
        assert onward not in text_of(client, address)
    numbers = {"/equipe/ajouter": 3, "/equipe/coller": 3, "/equipe": 3, "/semaine-type": 4}
    numbers |= {"/semaine-type/accueil": 4, "/telephones": 6}
    for address, number in numbers.items():
        step = f'<a href="/commencer">Commencer, étape {number} sur 6</a>'
        assert step in text_of(client, address), address
    # Nobody is in the team yet.
    assert onward_from(client, "equipe") == "/equipe"
    zoe = {"name": "Zoé Été", "weekly_minutes": "35", "dispositifs": "accueil"}
    assert add(client, zoe, start="01/01/2026").status == 303
    assert onward_from(client, "equipe") == "/semaine-type"
    strips = post(client, "/telephones", geste="feuille")[1]
    assert '<a class="button" href="/commencer/suite?apres=telephones">C’est fait</a>' in strips
    assert onward_from(client, "telephones") == "/semaine-type"

    for step in ("semaine", "mois"):
        post(client, "/commencer/passer", step=step)
    assert onward_from(client, "semaine") == "/commencer"
    post(client, "/commencer/fermeture")
    assert "Étape suivante" not in text_of(client, "/equipe?ajoutes=1")
    for address in numbers:
        assert "Commencer, étape" not in text_of(client, address), address


def onward_from(client: TestClient, step: str) -> str:
    answer = client.get(f"/commencer/suite?apres={step}", headers=HTML, follow_redirects=False)
    return answer.headers["location"]


def test_what_is_refused_is_said_at_its_field_and_nothing_is_written(empty: Service) -> None:
    client = empty.client(*ALL)

    status, text = post(client, "/commencer/association", **{**ASSOCIATION, "agences.name": ""})

    assert status == 422
    assert 'id="agences.name-faute"' in text
    assert 'value="Médiation Ouest"' in text
    assert "Accueil" in text
    assert "Il manque" not in text_of(client, "/commencer")


def test_a_dispositif_typed_twice_is_refused(empty: Service) -> None:
    client = empty.client(*ALL)
    post(client, "/commencer/association", **ASSOCIATION)

    status, text = post(client, "/commencer/association", **{"dispositifs.name": "accueil"})

    assert status == 422
    assert "chaque nom une seule fois : « accueil » est déjà là" in text


def test_a_name_that_lacks_is_said_to_be_the_agency_s(empty: Service) -> None:
    status, text = post(
        empty.client(*ALL), "/commencer/association", **{**ASSOCIATION, "agences.name": " "}
    )

    assert status == 422
    assert "Attendu : le nom de l’agence" in text


def test_places_are_added_several_at_once(empty: Service) -> None:
    client = empty.client(*ALL)
    post(client, "/commencer/association", **ASSOCIATION)

    done = post(
        client,
        "/commencer/lieux",
        **{
            "sites.0.name": "Place du Marché",
            "sites.0.address": "1 place du Marché, 35000 Rennes",
            "sites.2.name": "École Nord",
            "sites.2.address": "École Nord",
        },
    )
    assert text_of(client, "/commencer/lieux").count("École Nord") == 2  # and in its link's name
    assert done == (303, "/equipe?etape=lieux-2")
    team = text_of(client, "/equipe?etape=lieux-2")
    assert "Les lieux : 2 ajouts enregistrés." in team
    assert '<a href="/commencer">Retour aux étapes</a>' in team
    assert "2 lieux" in text_of(client, "/commencer")
    again = post(client, "/commencer/lieux", **{"sites.0.name": "école nord"})
    assert again[0] == 422
    assert "« école nord » est déjà là" in again[1]
    assert post(client, "/commencer/lieux")[0] == 422
    nothing = post(client, "/commencer/association", **{"dispositifs.name": " "})
    assert nothing[0] == 422
    assert "un nom au moins" in nothing[1]


def test_a_step_is_passed_over_and_taken_up_again(empty: Service) -> None:
    client = empty.client(*ALL)

    assert post(client, "/commencer/passer", step="lieux") == (303, "/commencer")
    assert "Étape passée" in text_of(client, "/commencer")
    post(client, "/commencer/passer", step="lieux", retour="oui")
    assert "Étape passée" not in text_of(client, "/commencer")


def test_a_closed_beginning_leaves_the_menu_and_stays_under_the_data(empty: Service) -> None:
    client = empty.client(*ALL)

    post(client, "/commencer/fermeture")

    home = client.get("/", headers=HTML)
    assert home.url.path != "/commencer"
    assert 'href="/equite"' in home.text
    data = text_of(client, "/donnees")
    assert data.count('href="/commencer"') == 1
    assert post(client, "/commencer/fermeture", retour="oui") == (303, "/commencer")
    assert text_of(client, "/donnees").count('href="/commencer"') == 2


@pytest.mark.parametrize("address", ["/commencer", "/commencer/lieux", "/commencer/mois"])
def test_who_answers_for_a_part_of_the_association_has_no_beginning(
    service: Service, address: str
) -> None:
    client = service.client("responsable", agency="ville")

    assert client.get(address, headers=HTML).status_code == 404
    assert 'href="/commencer"' not in text_of(client, "/donnees")


def test_a_month_with_nothing_to_hold_is_refused_in_words(empty: Service) -> None:
    client = empty.client(*ALL)

    status, text = post(client, "/commencer/mois", month="2026-12")

    assert status == 422
    assert 'role="alert"' in text


@pytest.mark.parametrize("month", ["2026-01", "2026-06", "2099-12"])
def test_a_month_that_is_not_offered_is_refused_in_words(service: Service, month: str) -> None:
    service.app.state.now = lambda: datetime(2026, 2, 20, 9, tzinfo=UTC)
    client = service.client(*ALL)

    status, text = post(client, "/commencer/mois", month=month)

    assert status == 422
    assert "attendu un mois de février 2026 à mai 2026" in text
    assert 'name="month"' in text


@pytest.mark.parametrize("month", ["2026-03", "2026-05"])
def test_a_month_is_begun_and_calculated_once(service: Service, month: str) -> None:
    service.app.state.now = lambda: datetime(2026, 2, 20, 9, tzinfo=UTC)
    client = service.client(*ALL)

    status, address = post(client, "/commencer/mois", month=month)
    assert status == 303
    assert re.fullmatch(r"/plannings/[0-9a-f]{32}/calculs/[0-9a-f]{32}", address)
    assert post(client, "/commencer/mois", month=month) == (303, address)
    assert "Le calcul est en cours" in text_of(client, "/commencer/mois")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"agences.name": "é" * 5000}, "agences.name"),
        ({"agences.name": ""}, "agences.name"),
        ({"agences.zone": "D"}, "agences.zone"),
        ({"employeur.value": "é" * 5000}, "employeur.value"),
        ({"dispositifs.name": "é" * 5000}, "dispositifs.name"),
    ],
)
def test_each_field_says_what_it_expects(empty: Service, typed: dict[str, str], field: str) -> None:
    client = empty.client(*ALL)

    status, text = post(client, "/commencer/association", **{**ASSOCIATION, **typed})

    assert status == 422
    assert f'id="{field}-faute"' in text
    assert "sans-nom" not in text


def test_a_convention_that_is_unknown_is_refused(empty: Service) -> None:
    client = empty.client(*ALL)

    status, text = post(
        client, "/commencer/association", **{**ASSOCIATION, "conventions.agreement": "autre"}
    )

    assert status == 422
    assert "une convention parmi" in text


def test_a_place_is_of_the_agency_that_is_chosen_where_there_are_several(empty: Service) -> None:
    client = empty.client(*ALL)
    post(client, "/commencer/association", **ASSOCIATION)
    post(client, "/commencer/association", **{"agences.name": "Nantes", "agences.zone": "B"})

    lines = {"sites.0.name": "Mairie", "sites.0.agency": "nantes", "sites.1.name": "Mairie"}
    assert post(client, "/commencer/lieux", **lines)[0] == 303
    assert post(client, "/commencer/lieux", **lines)[0] == 422
    text = text_of(client, "/donnees/sites")
    assert text.count("Mairie") >= 2
