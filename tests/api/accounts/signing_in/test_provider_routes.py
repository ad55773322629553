import re
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import unquote

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.access.signing_in.provider import Provider
from api.settings import Settings
from tests.api.access.identity import KNOWING, Down, Identity
from tests.api.access.people import QUICK, opened_account
from tests.api.apps import app_of
from tests.api.direct import DirectClient

OUT = "/api/v1/session/oidc"
BACK = f"{OUT}/retour"
HTML = {"accept": "text/html"}


def browser(
    engine: Engine, transport: httpx2.BaseTransport, settings: Settings = KNOWING
) -> TestClient:
    app = app_of(settings, engine)
    app.state.provider = Provider(settings=settings, transport=transport)
    return DirectClient(app, base_url=settings.public_url, follow_redirects=False)


def test_one_goes_out_and_comes_back_with_a_session(engine: Engine) -> None:
    ana, identity = opened_account(engine), Identity()
    client = browser(engine, identity)

    out = client.get(OUT)
    cookie = SimpleCookie(out.headers.get_list("set-cookie")[0])["roulement-oidc"]
    back = client.get(BACK, params=identity.agreed(out.headers["location"]))

    assert (out.status_code, cookie["httponly"], cookie["max-age"]) == (303, True, "600")
    assert (back.status_code, back.headers["location"]) == (303, "http://127.0.0.1:8000/")
    assert sorted(client.cookies) == ["roulement"]
    assert client.get("/api/v1/moi").json()["user"] == ana.user


@pytest.mark.parametrize(
    ("suite", "location"),
    [
        ("/plannings?mois=2026-12&q=é", "/plannings?mois=2026-12&q=é"),
        ("//ailleurs.org/x", "/"),
        ("https://ailleurs.org", "/"),
    ],
)
def test_one_comes_back_to_the_page_that_one_asked_for(
    sqlite_engine: Engine, suite: str, location: str
) -> None:
    opened_account(sqlite_engine)
    identity = Identity()
    client = browser(sqlite_engine, identity)

    out = client.get(OUT, params={"suite": suite})
    back = client.get(BACK, params=identity.agreed(out.headers["location"]))

    assert unquote(back.headers["location"]) == f"http://127.0.0.1:8000{location}"
    assert sorted(client.cookies) == ["roulement"]


def test_another_browser_does_not_finish_it(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine)
    identity = Identity()
    out = browser(sqlite_engine, identity).get(OUT)

    answer = browser(sqlite_engine, identity).get(
        BACK, params=identity.agreed(out.headers["location"])
    )

    assert (answer.status_code, answer.json()["code"]) == (401, "connexion_refusee")


@pytest.mark.parametrize("params", [{}, {"error": "access_denied"}, {"code": "a", "state": "b"}])
def test_coming_back_with_nothing_of_use_is_refused(
    sqlite_engine: Engine, params: dict[str, str]
) -> None:
    answer = browser(sqlite_engine, Identity()).get(BACK, params=params)

    assert (answer.status_code, answer.json()["code"]) == (401, "connexion_refusee")


def test_a_provider_that_is_down_is_told_in_french(sqlite_engine: Engine) -> None:
    answer = browser(sqlite_engine, Down()).get(OUT)

    assert (answer.status_code, answer.json()["code"]) == (503, "fournisseur_indisponible")
    assert answer.json()["detail"] == (
        "Le fournisseur d’identité ne répond pas : réessayez, ou connectez-vous par mot de passe."
    )


def test_without_a_provider_there_is_nothing_there(sqlite_engine: Engine) -> None:
    client = browser(sqlite_engine, Down(), QUICK)

    assert client.get(OUT).json()["code"] == "introuvable"
    assert client.get(BACK).json()["code"] == "introuvable"


def page_of(answer: Any) -> tuple[int, str, str]:
    """Return the status of a page, its title and what it says was wrong."""
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    (title,) = re.findall(r"<h1>(.*)</h1>", answer.text)
    assert f"<title>{title} · Roulement</title>" in answer.text
    (why,) = re.findall(r'<p class="problem" role="alert">(.*)</p>', answer.text)
    assert 'href="/connexion"' in answer.text
    return answer.status_code, title, why


@pytest.mark.parametrize(
    ("params", "why"),
    [
        (
            {"error": "access_denied", "state": "b"},
            (
                "Le fournisseur d’identité n’a pas donné son accord : recommencez et acceptez, ou "
                "demandez à votre organisation l’accès à ce service."
            ),
        ),
        (
            {"error": "server_error"},
            "La réponse du fournisseur d’identité n’est pas celle attendue : recommencez.",
        ),
        ({"code": "a", "state": "b"}, "Cette connexion a expiré ou a déjà servi : recommencez."),
    ],
    ids=["refused there", "failed there", "an expired state"],
)
def test_people_who_come_back_in_vain_read_why(
    sqlite_engine: Engine, params: dict[str, str], why: str
) -> None:
    answer = browser(sqlite_engine, Identity()).get(BACK, params=params, headers=HTML)

    assert page_of(answer) == (401, "Connexion refusée", why)


def test_somebody_without_an_account_reads_whom_to_ask(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine)
    identity = Identity(claims={"email": "autre@exemple.org"})
    client = browser(sqlite_engine, identity)
    out = client.get(OUT, headers=HTML)

    back = client.get(BACK, params=identity.agreed(out.headers["location"]), headers=HTML)

    assert page_of(back) == (
        401,
        "Connexion refusée",
        "Aucun compte ouvert n’a cette adresse : demandez-en un à l’administrateur.",
    )


def test_people_read_that_the_provider_is_down(sqlite_engine: Engine) -> None:
    answer = browser(sqlite_engine, Down()).get(OUT, headers=HTML)

    assert page_of(answer) == (
        503,
        "Connexion impossible pour l’instant",
        "Le fournisseur d’identité ne répond pas : réessayez, ou connectez-vous par mot de passe.",
    )
