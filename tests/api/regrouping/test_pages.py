"""« Regrouper ce soir » on pages: options side by side, their mails, and the draft of one."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.data.stored.association import read
from api.database.engine import reading, writing
from api.database.tables.month import RotaRow
from api.month.drafts.service import discard
from tests.api.month.cases import at_once
from tests.api.page.every_role import mentions
from tests.api.regrouping.station import MORNING, PLACE, STATION, with_station
from tests.api.service import LOCAL, Service

PAGE = "/mois/2026-03/regrouper"
ASKED = "?agency=ville&jour=2026-03-03&vers=gare"
FORM = re.compile(r'<form method="post" action="/mois/2026-03/regrouper">.*?</form>', re.DOTALL)
FIELD = re.compile(r'name="(\w+)" value="([^"]*)"')
HTML = {"accept": "text/html"}
EVENING = "P-S-2026-03-04"


@pytest.fixture
def client(service: Service) -> TestClient:
    """Return the responsable of the town, two hours before the teams of Tuesday begin."""
    with_station(service.engine, [("ada", PLACE), ("brice", PLACE)])
    service.app.state.now = lambda: MORNING
    return service.client("responsable", agency="ville")


def text_of(client: TestClient, address: str) -> str:
    answer = client.get(address, headers=HTML)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text).replace("\N{NO-BREAK SPACE}", " ")


def fields_of(page: str) -> dict[str, list[str]]:
    """Return the fields of the first option's button."""
    form = FORM.search(page)
    assert form is not None
    fields: dict[str, list[str]] = {}
    for name, value in FIELD.findall(form.group()):
        fields.setdefault(name, []).append(unescape(value))
    return fields


def drafts(service: Service) -> list[RotaRow]:
    with reading(service.engine) as session:
        return list(session.scalars(select(RotaRow)))


def test_the_published_month_leads_to_the_page_for_today(client: TestClient) -> None:
    month = text_of(client, "/mois/2026-03?agency=ville")

    assert '<a class="button" href="/mois/2026-03/regrouper?agency=ville&jour=2026-03-03">' in month
    page = text_of(client, f"{PAGE}?agency=ville&jour=2026-03-03")
    assert '<option value="gare">Gare</option>' in page
    # Two hours before, in Paris.
    assert 'name="heure" type="time" value="07:00"' in page


def test_options_are_shown_with_what_they_leave_and_the_mails(
    client: TestClient, service: Service
) -> None:
    page = text_of(client, f"{PAGE}{ASKED}")

    assert "2 personnes à réunir : mar. 3 mars, 9 h – 16 h 30, Gare. Y sont déjà : 0." in page
    assert "Option 1 : Ada Lemoine, Brice Kouassi : Place du Marché → Gare" in page
    assert "2 postes se vident : mar. 3 mars, 9 h – 16 h 30, Place du Marché (0 sur 3)." in page
    assert '<tr><th scope="row">Postes vidés, du minimum</th><td class="n">2</td></tr>' in page
    assert "Objet : Votre planning a changé : 2 services" in page
    assert "Sans adresse de courriel : à prévenir autrement." in page
    assert drafts(service) == []


def test_the_button_begins_a_draft_and_goes_to_its_publication(
    client: TestClient, service: Service
) -> None:
    fields: dict[str, Any] = fields_of(client.get(f"{PAGE}{ASKED}", headers=HTML).text)

    answer = client.post(PAGE, data=fields, headers=HTML, follow_redirects=False)

    (draft,) = drafts(service)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/plannings/{draft.id}/publier"
    publication = text_of(client, answer.headers["location"])
    assert "Ada Lemoine" in publication
    assert "Gare" in publication
    assert STATION in str(fields["move"])


def test_who_has_one_agency_need_not_name_it(client: TestClient, service: Service) -> None:
    assert "regrouper?agency=ville&jour=2026-03-03" in text_of(client, "/mois/2026-03")
    fields = fields_of(text_of(client, f"{PAGE}?jour=2026-03-03&vers=gare"))

    answer = client.post(PAGE, data=fields, headers=HTML, follow_redirects=False)

    (draft,) = drafts(service)
    assert (answer.status_code, draft.agency) == (303, "ville")


def test_who_only_reads_has_no_button(client: TestClient, service: Service) -> None:
    del client
    page = text_of(service.client("rh"), f"{PAGE}{ASKED}")

    assert "Option 1 :" in page
    assert "Publier cette option" not in page


@pytest.mark.usefixtures("client")
def test_rh_read_the_names_of_its_teams(service: Service) -> None:
    text = text_of(service.client("rh"), PAGE + ASKED)
    assert mentions(text, ["Ada Lemoine", "Brice Kouassi"]) == ["Ada Lemoine", "Brice Kouassi"]


def test_two_clicks_lead_to_the_same_draft_until_it_is_changed_published_or_discarded(
    client: TestClient, service: Service
) -> None:
    page = client.get(f"{PAGE}{ASKED}&personnes=3", headers=HTML).text
    fields: dict[str, Any] = fields_of(page)

    def choose() -> str:
        made = client.post(PAGE, data=fields, headers=HTML, follow_redirects=False)
        return str(made.headers["location"])

    first, second = at_once(choose, choose)
    (draft,) = drafts(service)
    assert first == second == choose() == f"/plannings/{draft.id}/publier"
    with reading(service.engine) as session:
        assert [exception.template for exception in read(session).exceptions] == ["P-K"]

    with writing(service.engine) as session:
        discard(session, LOCAL, draft.id)
    again = choose()
    assert again != first
    assert len(drafts(service)) == 2
    # Somebody publishes meanwhile: the option is another month now.
    with_station(
        service.engine, [("ada", PLACE), ("brice", PLACE), ("farid", EVENING)], station=False
    )
    assert choose() not in {first, again}


def test_an_option_that_no_longer_holds_is_said_beside_those_that_do(
    client: TestClient, service: Service
) -> None:
    fields: dict[str, Any] = fields_of(client.get(f"{PAGE}{ASKED}", headers=HTML).text)
    # The team begins at nine: three hours later than the page was read.
    service.app.state.now = lambda: MORNING + timedelta(hours=3)
    begun = client.post(PAGE, data=fields, headers=HTML)
    service.app.state.now = lambda: MORNING
    with_station(service.engine, [("ada", PLACE), ("brice", STATION)], station=False)
    moved = client.post(PAGE, data=fields, headers=HTML)

    assert (begun.status_code, moved.status_code) == (422, 422)
    for answer in (begun, moved):
        assert "Rien n’a été préparé" in answer.text
        assert "Chercher qui peut y aller" in answer.text
    assert "Voici ce qui est possible maintenant" in moved.text
    assert "Voici ce qui est possible maintenant" not in begun.text
    assert drafts(service) == []


def test_another_day_is_searched_from_its_first_hour(client: TestClient, service: Service) -> None:
    # The evening before, later than the hour at which the teams begin.
    service.app.state.now = lambda: datetime(2026, 3, 2, 19, tzinfo=UTC)

    page = text_of(client, f"{PAGE}?agency=ville&jour=2026-03-03")
    searched = text_of(client, f"{PAGE}{ASKED}&heure=00:00")

    assert 'name="heure" type="time" value="00:00"' in page
    assert "Option 1 : Ada Lemoine, Brice Kouassi : Place du Marché → Gare" in searched


def test_a_place_that_is_not_known_leaves_the_choice_empty(client: TestClient) -> None:
    unknown = text_of(client, f"{PAGE}?agency=ville&jour=2026-03-03&vers=lune")

    assert '<select id="vers" name="vers" required><option value=""></option>' in unknown
    assert '<option value=""></option>' not in text_of(client, f"{PAGE}{ASKED}")


def test_an_hour_that_is_past_counts_as_now(client: TestClient) -> None:
    assert 'type="time" value="07:00"' in text_of(client, f"{PAGE}{ASKED}&heure=05:00")


def test_where_nobody_may_come_no_exception_is_offered(client: TestClient) -> None:
    page = text_of(client, f"{PAGE}?agency=ville&jour=2026-03-29&vers=gare")

    assert "Personne d’autre n’est en service" in page
    assert "note aussi" not in page


def test_the_list_of_drafts_tells_that_an_exception_goes_with_its_draft(
    client: TestClient, service: Service
) -> None:
    said = "L’exception du jour notée pour lui est retirée"
    for people, number in (("2", 0), ("3", 1)):
        page = client.get(f"{PAGE}{ASKED}&personnes={people}", headers=HTML).text
        fields: dict[str, Any] = fields_of(page)
        client.post(PAGE, data=fields, headers=HTML, follow_redirects=False)
        assert text_of(client, "/plannings").count(said) == number
        with writing(service.engine) as session:
            open_draft = session.scalars(select(RotaRow).where(RotaRow.discarded.is_(None))).one()
            discard(session, LOCAL, open_draft.id)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?agency=ville&jour=2026-03-03&vers=lune", "un créneau, un site ou un dispositif"),
        ("?agency=ville&jour=2026-03-03&vers=gare&heure=12:00", "quelque chose à commencer encore"),
        ("?agency=ville&jour=2026-04-03&vers=gare", "Jour : reçu « 2026-04-03 », attendu un jour"),
        (f"{ASKED}&de=lune", "Équipes à prendre : reçu « lune »"),
        (f"{ASKED}&personnes=0", "Combien de personnes en tout : reçu « 0 », attendu de 1 à 99"),
    ],
)
def test_what_cannot_be_asked_for_is_said_above_the_form(
    client: TestClient, query: str, words: str
) -> None:
    page = text_of(client, f"{PAGE}{query}")

    assert 'role="alert"' in page
    assert words in page
    assert "Chercher qui peut y aller" in page


def test_only_the_teams_of_the_place_that_is_chosen_move(client: TestClient) -> None:
    page = text_of(client, f"{PAGE}{ASKED}&de=place")
    other = text_of(
        client, "/mois/2026-03/regrouper?agency=ville&jour=2026-03-03&vers=place&de=gare"
    )

    assert '<option value="place" selected>Place du Marché</option>' in page
    assert "Option 1 : Ada Lemoine, Brice Kouassi : Place du Marché → Gare" in page
    assert "Personne d’autre n’est en service à ces heures-là" in other


def test_where_a_day_needs_an_exception_it_is_told(client: TestClient) -> None:
    page = text_of(client, f"{PAGE}{ASKED}&personnes=3")

    assert "P-K ; 03/03/2026 ; modifie ; cible 3, maximum 4" in page


def test_moves_that_name_nothing_are_refused(client: TestClient, service: Service) -> None:
    fields: dict[str, Any] = fields_of(client.get(f"{PAGE}{ASKED}", headers=HTML).text)

    answer = client.post(PAGE, data={**fields, "move": ["ada"]}, headers=HTML)

    assert answer.status_code == 422
    assert drafts(service) == []
