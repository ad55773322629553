import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from html import unescape

import pytest
from fastapi.testclient import TestClient

from tests.api.service import Service

FEBRUARY = datetime(2026, 2, 20, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def before_march(service: Service) -> None:
    service.app.state.now = lambda: FEBRUARY


def begin(client: TestClient, **typed: str) -> str:
    """Begin a draft by the form; return the address that it leads to."""
    answer = client.post("/plannings", data=typed, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_the_months_to_come_are_there_before_anything_is_prepared(service: Service) -> None:
    text = service.client("responsable").get("/plannings").text

    names = ("Mai 2026", "Avril 2026", "Mars 2026", "Février 2026")
    places = [text.find(f'">{name}</h2>') for name in names]
    assert -1 not in places
    assert places == sorted(places)


def test_the_form_proposes_the_first_month_to_come_that_nothing_prepares(service: Service) -> None:
    client = service.client("responsable")

    for month in ("2026-03", "2026-04"):
        assert f'<option value="{month}" selected>' in client.get("/plannings").text
        begin(client, month=month)


def test_that_month_is_prepared_from_its_own_line_too(service: Service) -> None:
    client = service.client("responsable")

    for name in ("mars 2026", "avril 2026"):
        text = client.get("/plannings").text
        assert f">Préparer {name}</button>" in text
        (month,) = re.findall(r'name="month" value="([^"]+)"', text)
        begin(client, month=month, start="vide")


def test_a_draft_that_is_begun_is_in_its_month(service: Service) -> None:
    client = service.client("responsable")

    address = begin(client, month="2026-03", title="Mars du marché")

    text = client.get("/plannings").text
    assert f'href="{address}"' in text
    assert "Mars du marché" in text
    assert "Brouillon v1" in text


def test_a_form_sent_twice_at_once_begins_one_draft(service: Service) -> None:
    client = service.client("responsable")
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: begin(client, month="2026-03"), range(2))

    assert first == second
    other = service.client("responsable")
    addresses = {
        first,
        begin(client, month="2026-03", title="Autre"),
        begin(client, month="2026-03", dispositifs="P"),
        begin(client, month="2026-03", start="publie"),
        begin(other, month="2026-03"),
    }
    assert len(addresses) == 5
    client.post(f"{first}/abandon")
    assert begin(client, month="2026-03") not in addresses


def test_who_answers_for_an_agency_begins_all_its_dispositifs(service: Service) -> None:
    client = service.client("responsable", agency="ville")

    address = begin(client, month="2026-03")

    assert "Médiation de place" in client.get(address).text


def test_a_month_with_nothing_to_hold_is_refused_and_what_was_typed_kept(
    service: Service,
) -> None:
    client = service.client("responsable")

    answer = client.post("/plannings", data={"month": "2031-01", "title": "Trop tôt"})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'value="Trop tôt"' in answer.text


def test_a_draft_is_thrown_away_by_who_decides_it(service: Service) -> None:
    client = service.client("responsable")
    address = begin(client, month="2026-03")

    client.post(f"{address}/abandon")

    assert address not in client.get("/plannings").text


@pytest.mark.parametrize("view", ["", "?vue=liste"])
@pytest.mark.parametrize("role", ["responsable", "rh"])
def test_a_draft_thrown_away_says_so_where_an_old_tab_shows_it(
    service: Service, view: str, role: str
) -> None:
    client, reader = service.client("responsable"), service.client(role)
    address = begin(client, month="2026-03")
    note = "Ce brouillon a été abandonné : il ne change plus."
    before = unescape(reader.get(f"{address}{view}").text)
    assert note not in before

    client.post(f"{address}/abandon")

    text = unescape(reader.get(f"{address}{view}").text)
    assert f'{note} <a href="/plannings">Plannings</a>' in text


def test_a_draft_thrown_away_refuses_in_a_sentence_and_leads_to_the_others(
    service: Service,
) -> None:
    client = service.client("responsable")
    address = begin(client, month="2026-03")
    client.post(f"{address}/abandon")

    refused = client.get(f"{address}/publier", headers={"accept": "text/html"})

    assert refused.status_code == 409
    text = unescape(refused.text)
    assert "<p>Ce planning a été abandonné : on ne le modifie plus</p>" in text
    main = text[text.index("<main") :]
    assert '<a href="/plannings">Voir les plannings</a>' in main


def test_who_has_no_plannings_is_refused_in_a_page_without_a_way_to_them(service: Service) -> None:
    refused = service.client("mediateur").get("/plannings/1", headers={"accept": "text/html"})

    assert refused.status_code == 403
    main = refused.text[refused.text.index("<main") :]
    assert "Voir les plannings" not in main
    assert '<a href="/">' in main


def test_rh_reads_the_list_and_begins_nothing(service: Service) -> None:
    client = service.client("rh")

    text = unescape(client.get("/plannings").text)
    assert "Préparer un mois" not in text
    assert client.post("/plannings", data={"month": "2026-03"}).status_code == 403


def test_another_agencys_draft_is_neither_listed_nor_thrown_away(service: Service) -> None:
    address = begin(service.client("responsable"), month="2026-03")
    stranger = service.client("responsable", agency="ailleurs")

    assert address not in stranger.get("/plannings").text
    assert stranger.post(f"{address}/abandon").status_code == 404


def test_no_month_is_begun_more_than_five_years_ahead(service: Service) -> None:
    client = service.client("responsable", agency="ville")

    answer = client.post(
        "/api/v1/responsable/plannings", json={"month": "2099-01", "agency": "ville"}
    )

    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert (fault["field"], fault["received"]) == ("month", "2099-01")
    assert "cinq ans d’avance au plus" in fault["expected"]
