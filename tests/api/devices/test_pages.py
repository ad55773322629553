"""Mes appareils: where an account is signed in, and how one of these places is shut."""

import re
from datetime import date

from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.access.people import EMAIL, PASSWORD, opened_account
from tests.api.asking.petit import BEFORE
from tests.api.feeds.shifts import on_call, publish_shifts, worked
from tests.api.mail.push.service import Browser
from tests.api.page.every_role import HTML
from tests.api.service import Service, loaded, serve

HERE = "/moi/appareils"
PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/124.0.0.0 Mobile Safari/537.36"
)


def signed_in(service: Service, agent: str, **fields: str) -> TestClient:
    client = service.client()
    client.headers["user-agent"] = agent
    form = {"email": EMAIL, "password": PASSWORD, **fields}
    client.post("/connexion", data=form, follow_redirects=False)
    return client


def shown(client: TestClient) -> str:
    answer = client.get(HERE, headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_devices_are_listed_with_their_last_visit_and_shut_one_by_one(service: Service) -> None:
    opened_account(service.engine)
    phone = signed_in(service, PHONE, stays="true")
    desk = signed_in(service, "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Firefox/153.0")
    page = shown(desk)

    assert page.index("Firefox sur Linux") < page.index("Chrome sur Android")
    assert page.count("cet appareil</small>") == 1
    assert page.count("dernière visite") == 1
    (lost,) = re.findall(r'appareils/(\w+)/fin">\s*<button [^>]*>Déconnecter<[^>]*> Chrome', page)
    assert desk.post(f"{HERE}/{lost}/fin", headers=HTML).status_code == 200
    assert "Chrome sur Android" not in shown(desk)
    assert phone.get("/api/v1/moi").status_code == 401
    assert desk.post(f"{HERE}/{lost}/fin", headers=HTML).status_code == 404


def test_all_others_are_shut_at_once_and_this_one_stays(service: Service) -> None:
    opened_account(service.engine)
    others = [signed_in(service, PHONE) for _ in range(2)]
    desk = signed_in(service, "Mozilla/5.0 (Windows NT 10.0) Firefox/153.0")

    assert (
        "Les autres appareils sont déconnectés."
        in desk.post(f"{HERE}/autres/fin", headers=HTML).text
    )
    assert [other.get("/api/v1/moi").status_code for other in others] == [401, 401]
    assert "Déconnecter tous les autres" not in shown(desk)


def test_nobody_shuts_a_device_of_another_account(service: Service) -> None:
    opened_account(service.engine)
    (own,) = re.findall(r"appareils/(\w+)/fin", shown(signed_in(service, PHONE)))

    stranger = service.client("responsable")
    assert stranger.post(f"{HERE}/{own}/fin", headers=HTML).status_code == 404


def test_whoever_is_no_mediateur_finds_no_other_page_of_one_s_own_there(service: Service) -> None:
    page = shown(service.client("rh"))

    assert re.findall(r'<a href="(/moi[^"]*)"', page) == [HERE]


def test_a_browser_takes_notifications_by_consent_until_told_otherwise(
    sqlite_engine: Engine,
) -> None:
    loaded(sqlite_engine)
    service = serve(sqlite_engine, push_services=["https://push.example.org"])
    opened_account(service.engine)
    phone, browser = signed_in(service, PHONE), Browser.draw()
    form = {
        "endpoint": "https://push.example.org/a",
        "public_key": browser.public_key,
        "auth": browser.auth,
    }
    assert "Me prévenir ici" in shown(phone)

    wrong = phone.post(f"{HERE}/notifications", data=form | {"auth": "AAAA"}, headers=HTML)
    assert wrong.status_code == 422
    assert "restez au courriel" in wrong.text
    assert (
        "Ce téléphone vous préviendra."
        in phone.post(f"{HERE}/notifications", data=form, headers=HTML).text
    )
    assert "Me prévenir ici" not in shown(phone)
    assert "ne vous préviendra plus" in phone.post(f"{HERE}/notifications/fin", headers=HTML).text
    assert "Me prévenir ici" in shown(phone)


def test_an_installation_without_push_services_offers_none(sqlite_engine: Engine) -> None:
    loaded(sqlite_engine)
    service = serve(sqlite_engine, push_services=[])
    opened_account(service.engine)

    assert "prévenir" not in shown(signed_in(service, PHONE))


def test_the_number_given_for_on_call_is_read_by_who_works_meanwhile(service: Service) -> None:
    service.app.state.now = lambda: BEFORE
    day = date(2026, 3, 3)
    publish_shifts(service.engine, [worked(day, "ada"), on_call(day, "farid", "place")], BEFORE)
    ada, farid = (service.client("mediateur", person=who) for who in ("ada", "farid"))
    march = "/moi?mois=2026-03"
    assert "Astreinte : Farid" in ada.get(march, headers=HTML).text
    assert "tel:" not in ada.get(march, headers=HTML).text

    farid.post(f"{HERE}/astreinte", data={"number": "06 12 34 56 78"}, headers=HTML)
    assert 'value="06 12 34 56 78"' in shown(farid)
    assert 'href="tel:0612345678">Appeler Farid' in ada.get(march, headers=HTML).text

    farid.post(f"{HERE}/astreinte", data={"number": ""}, headers=HTML)
    assert "tel:" not in ada.get(march, headers=HTML).text


def test_what_is_no_number_is_said_at_its_field(service: Service) -> None:
    client = service.client("mediateur", person="ada")
    answer = client.post(f"{HERE}/astreinte", data={"number": "appelez-moi"}, headers=HTML)

    assert answer.status_code == 422
    assert 'value="appelez-moi"' in answer.text


def test_a_key_that_signs_nothing_asked_for_is_refused_where_one_signs_in(
    sqlite_engine: Engine,
) -> None:
    loaded(sqlite_engine)
    service = serve(sqlite_engine, public_url="https://plan.example.org")
    opened_account(service.engine)
    client = service.client()
    client.headers["origin"] = "https://plan.example.org"
    assert "data-key" in client.get("/connexion", headers=HTML).text

    answer = client.post("/connexion/cle", data={"answer": "{}", "suite": "/moi"}, headers=HTML)
    assert answer.status_code == 422
    assert "Se connecter" in answer.text
    assert "Clé inconnue ou retirée" in answer.text
    assert "data-key" not in serve(sqlite_engine).client().get("/connexion", headers=HTML).text
