import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine, select

from api.access.caller import Role
from api.database.engine import reading
from api.database.tables.mail import MailRow
from tests.api.access.people import EMAIL, PASSWORD, opened_account
from tests.api.page.every_role import HTML
from tests.api.service import Service, account, serve

CODE = "k7mp-2xqa-nn4t"
FORM = {"code": CODE, "name": "Ana Martin", "email": "ana@exemple.org", "password": PASSWORD}
PAGE = {"accept": "text/html"}


@pytest.fixture
def empty(sqlite_engine: Engine) -> Service:
    """Serve a database without any account, started by somebody who was shown a code."""
    made = serve(sqlite_engine)
    made.app.state.first_code = CODE
    return made


def test_without_any_account_every_way_in_leads_to_the_first(empty: Service) -> None:
    page = empty.client().get("/", headers=PAGE)

    assert page.url.path == "/premier-compte"
    assert "Code affiché au démarrage" in page.text


def test_the_code_opens_the_account_and_lets_it_in(empty: Service) -> None:
    client = empty.client()
    assert (
        "les comptes, les ressources humaines et les plannings"
        in client.get("/premier-compte", headers=PAGE).text
    )

    made = client.post("/premier-compte", data=FORM, headers=PAGE)
    assert (made.status_code, str(made.url.path)) == (200, "/commencer")
    assert "Ana Martin" in made.text

    login = {"email": FORM["email"], "password": PASSWORD}
    answer = client.post("/connexion", data=login, headers=PAGE, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_refused_form_keeps_what_was_typed_but_the_password(empty: Service) -> None:
    page = empty.client().post("/premier-compte", data={**FORM, "code": "faux"}, headers=PAGE)

    assert page.status_code == 422
    assert "Code refusé : attendu celui que « rota serve » a affiché en démarrant." in page.text
    assert 'id="code-faute"' in page.text
    assert 'value="ana@exemple.org"' in page.text
    assert PASSWORD not in page.text


def test_once_there_is_an_account_the_page_leads_to_the_login(empty: Service) -> None:
    opened_account(empty.engine, "karim@exemple.org")

    page = empty.client().get("/premier-compte", headers=PAGE)
    refused = empty.client().post("/premier-compte", data=FORM, headers=PAGE)

    assert page.url.path == "/connexion"
    assert refused.status_code == 409
    assert "Un compte existe déjà : connectez-vous." in refused.text


def test_without_a_printed_code_the_page_says_what_to_type(sqlite_engine: Engine) -> None:
    page = serve(sqlite_engine).client().get("/premier-compte", headers=PAGE)

    assert "rota user add vous@exemple.org" in page.text
    assert "<form" not in page.text


@pytest.mark.parametrize(
    ("roles", "person", "address"),
    [
        (["responsable"], "", "/accueil"),
        (["rh"], "", "/accueil"),
        (["rh", "responsable"], "", "/accueil"),
        (["commanditaire"], "", "/couverture"),
        (["mediateur"], "ada", "/moi"),
        (["mediateur", "responsable"], "ada", "/accueil"),
        (["mediateur", "rh"], "ada", "/accueil"),
        (["admin"], "", "/admin/comptes"),
    ],
)
def test_an_account_begins_where_its_work_is(
    service: Service, roles: list[str], person: str, address: str
) -> None:
    answer = service.client(*roles, person=person).get("/", follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, address)


@pytest.mark.parametrize(
    ("before", "after"), [("/", "/accueil"), ("/donnees/sites", "/donnees/sites")]
)
def test_who_signs_in_gets_the_page_that_they_asked_for_before(
    service: Service, before: str, after: str
) -> None:
    opened_account(service.engine, role=Role.RH)
    client = service.client()
    login = client.get(before, headers=HTML, follow_redirects=False).headers["location"]
    (then,) = parse_qs(urlsplit(login).query)["suite"]
    sent = {"email": EMAIL, "password": PASSWORD, "suite": then}

    page = client.post("/connexion", data=sent, headers=HTML)

    assert (page.status_code, page.url.raw_path.decode()) == (200, after)


def test_an_account_without_a_screen_is_told(service: Service) -> None:
    _, token = account(service.engine)

    answer = service.client().get("/", headers={**HTML, "Authorization": f"Bearer {token}"})

    assert (answer.status_code, "n’ouvre encore aucun écran" in answer.text) == (200, True)


def test_nobody_begins_anywhere_without_an_account(service: Service) -> None:
    assert service.client().get("/").status_code == 401


ADDRESSES: dict[str, tuple[dict[str, Any], str]] = {
    "a port of one's own": ({"port": 8123}, "http://127.0.0.1:8123"),
    "every address of the machine": ({"host": "0.0.0.0", "port": 81}, "http://127.0.0.1:81"),  # noqa: S104
    "behind another server": (
        {"public_url": "http://planning.exemple.fr:8080", "port": 8123},
        "http://planning.exemple.fr:8080",
    ),
}


def mailed(engine: Engine, kind: str) -> str:
    """Return the link of the last mail of a kind."""
    with reading(engine) as session:
        chosen = select(MailRow.body).where(MailRow.kind == kind).order_by(MailRow.made.desc())
        body = session.scalars(chosen).first() or ""
    (link,) = re.findall(r"https?://\S+", body)
    return str(link)


@pytest.mark.long
@pytest.mark.parametrize("name", ADDRESSES)
def test_an_invitation_lets_in_and_a_forgotten_password_ends_at_the_login(
    sqlite_engine: Engine, name: str
) -> None:
    settings, address = ADDRESSES[name]
    service = serve(sqlite_engine, smtp_host="courriel.exemple.org", **settings)
    admin, person = service.client("admin"), service.client()
    person.headers.update(HTML)
    account = {"email": EMAIL, "name": "Ana Martin", "role": "rh", "over": "", "invite": "oui"}

    assert admin.post("/admin/comptes", data=account, headers=HTML).status_code == 200
    for kind, path in (("invitation", "/invitation"), ("reset", "/mot-de-passe")):
        if kind == "reset":
            sent = person.post("/oubli", data={"email": EMAIL})
            assert "un courriel lui est envoyé" in sent.text
        link = urlsplit(mailed(sqlite_engine, kind))
        assert (f"{link.scheme}://{link.netloc}", link.path) == (address, path)
        assert person.get(link.path).status_code == 200
        chosen = {"secret": link.fragment, "password": f"{PASSWORD} {kind}"}
        done = person.post(link.path, data=chosen, follow_redirects=False)
        ends = {"invitation": "/", "reset": "/connexion?fait=mot-de-passe"}
        assert done.headers["location"] == ends[kind]
        again = person.post(link.path, data=chosen, follow_redirects=False)
        assert (again.status_code, "ce lien a déjà servi" in again.text.lower()) == (410, True)
        login = {"email": EMAIL, "password": chosen["password"], "suite": "/rh"}
        opened = person.post("/connexion", data=login, follow_redirects=False)
        assert opened.headers["location"] == "/rh"


@pytest.mark.parametrize("path", ["/bienvenue", "/invitation"])
def test_who_has_an_account_already_goes_from_an_invitation_to_the_login(
    service: Service, path: str
) -> None:
    person = service.client()
    person.headers.update(HTML)
    line = '<p>Vous avez déjà un compte ? <a href="/connexion">Se connecter</a></p>'
    form = {"secret": "abcd-efgh-jkmn-pqrs-tuvw", "password": PASSWORD, "email": EMAIL}

    opened, refused = person.get(path), person.post(path, data=form)

    assert (refused.status_code, "Ce lien a déjà servi" in refused.text) == (410, True)
    for shown in (opened, refused):
        assert line in shown.text
    assert "Vous avez déjà un compte" not in person.get("/mot-de-passe").text


def test_a_page_of_a_session_says_how_long_it_lasts(service: Service) -> None:
    opened_account(service.engine)
    client = service.client()
    client.post("/connexion", data={"email": EMAIL, "password": PASSWORD})

    page = client.get("/plannings", headers=HTML).text

    (seconds,) = re.findall(r'<aside class="session" data-seconds="(\d+)"[^>]* hidden>', page)
    assert 28780 <= int(seconds) <= 28800
    assert "/session.js" in page


def test_a_page_without_a_session_has_no_end_to_tell(service: Service) -> None:
    for client, address in (
        (service.client(), "/connexion"),
        (service.client("responsable"), "/plannings"),
    ):
        page = client.get(address, headers=HTML).text
        assert "data-seconds" not in page
        assert "/session.js" not in page
