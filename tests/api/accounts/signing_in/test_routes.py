from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, select

from api.database.engine import reading, writing
from api.database.tables.access import TokenRow, TrailRow
from api.database.tables.mail import MailRow
from api.settings import Settings
from tests.api.access.people import EMAIL, PASSWORD, QUICK, opened_account
from tests.api.apps import app_of

LOGIN = "/api/v1/session"
ME = "/api/v1/moi"
WRONG = "faux"
EASY = "motdepasse123"
NEW = "trois pies et un merle"


def browser(engine: Engine, settings: Settings = QUICK) -> TestClient:
    return TestClient(app_of(settings, engine), base_url=settings.public_url)


def body_of(**values: Any) -> dict[str, Any]:
    return values


def logged_in(engine: Engine, settings: Settings = QUICK) -> TestClient:
    client = browser(engine, settings)
    answer = client.post(LOGIN, json=body_of(email=EMAIL, password=PASSWORD))
    assert answer.status_code == 200
    return client


def test_logging_in_tells_who_one_is_and_gives_a_cookie(engine: Engine) -> None:
    ana = opened_account(engine, agency="nord", person="10")

    answer = browser(engine).post(LOGIN, json=body_of(email=" Ana@exemple.org ", password=PASSWORD))

    assert answer.json()["account"] == {
        "user": ana.user,
        "email": EMAIL,
        "name": "Ana Martin",
        "person": "10",
        "via": "session",
        "grants": [{"role": "responsable", "agency": "nord", "dispositif": ""}],
        "seconds_left": None,
        "scopes": [],
    }
    cookie = SimpleCookie(answer.headers["set-cookie"])["roulement"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "lax", "/")
    assert (cookie["max-age"], cookie["secure"], cookie["domain"]) == ("28800", "", "")
    assert answer.headers["cache-control"] == "no-store"
    assert cookie.value not in answer.text


def test_by_https_the_cookie_is_bound_to_this_host_and_to_https(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine)
    secure = QUICK.model_copy(update={"public_url": "https://plannings.exemple.org"})
    client = browser(sqlite_engine, secure)

    answer = client.post(LOGIN, json=body_of(email=EMAIL, password=PASSWORD))

    cookie = SimpleCookie(answer.headers["set-cookie"])["__Host-roulement"]
    assert (cookie["secure"], cookie["httponly"], cookie["path"]) == (True, True, "/")
    assert client.get(ME).status_code == 200
    assert client.delete(LOGIN).status_code == 204
    assert client.get(ME).status_code == 401


def test_wrong_and_unknown_are_answered_alike(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine)
    client = browser(sqlite_engine)

    wrong = client.post(LOGIN, json=body_of(email=EMAIL, password=WRONG))
    unknown = client.post(LOGIN, json=body_of(email="personne@exemple.org", password=WRONG))

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.content == unknown.content
    assert wrong.json()["code"] == "identifiants_invalides"
    assert wrong.json()["detail"] == "Adresse ou mot de passe incorrect."
    assert "set-cookie" not in wrong.headers


@pytest.mark.parametrize(
    ("address", "status"),
    [("2001:db8:0:1:ffff::", 429), ("::ffff:192.0.2.2", 200), ("2001:db8:0:2::", 200)],
)
def test_addresses_of_one_ipv6_network_are_one_place(
    sqlite_engine: Engine, address: str, status: int
) -> None:
    opened_account(sqlite_engine)
    app = app_of(QUICK, sqlite_engine)

    def tried(address: str, password: str) -> int:
        client = TestClient(app, base_url=QUICK.public_url, client=(address, 5000))
        return client.post(LOGIN, json=body_of(email=EMAIL, password=password)).status_code

    answers = [tried(f"2001:db8:0:1::{number}", WRONG) for number in range(5)]
    answers += [tried(f"::ffff:192.0.2.{number}", WRONG) for number in (1, 1, 1, 1)]

    assert answers == [401] * 9
    assert tried(address, PASSWORD) == status


def test_the_sixth_try_says_when_to_come_back(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine)
    client = browser(sqlite_engine)
    for _ in range(5):
        assert client.post(LOGIN, json=body_of(email=EMAIL, password=WRONG)).status_code == 401

    answer = client.post(LOGIN, json=body_of(email=EMAIL, password=PASSWORD))

    assert (answer.status_code, answer.json()["code"]) == (429, "trop_d_essais")
    assert 890 <= int(answer.headers["retry-after"]) <= 900
    assert answer.json()["detail"] == "Trop d’essais : réessayez dans 15\xa0minutes."


def test_another_site_neither_logs_in_nor_acts_with_the_cookie(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine)
    client = logged_in(sqlite_engine)
    foreign = {"Sec-Fetch-Site": "cross-site"}

    assert client.delete(LOGIN, headers=foreign).json()["code"] == "requete_intersite"
    login = body_of(email=EMAIL, password=PASSWORD)
    assert client.post(LOGIN, json=login, headers=foreign).status_code == 403
    assert client.get(ME).status_code == 200


def test_logging_out_ends_the_session_at_the_server_too(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine)
    client = logged_in(sqlite_engine)
    kept = dict(client.cookies)

    assert client.delete(LOGIN).status_code == 204

    assert dict(client.cookies) == {}
    client.cookies.update(kept)
    assert client.get(ME).status_code == 401


def test_a_token_is_shown_once_and_works_until_it_is_revoked(engine: Engine) -> None:
    opened_account(engine)
    client = logged_in(engine)

    made = client.post(f"{ME}/jetons", json=body_of(label=" Tableau  de bord ", days=30))
    token = made.json()
    bearer = {"Authorization": f"Bearer {token['token']}"}
    program = browser(engine)

    assert made.status_code == 201
    assert program.get(ME, headers=bearer).json()["via"] == "token"
    (listed,) = client.get(f"{ME}/jetons").json()["items"]
    assert (listed["id"], listed["label"]) == (token["id"], "Tableau de bord")
    assert listed["used"].endswith(":00Z")
    assert token["token"] not in client.get(f"{ME}/jetons").text
    assert client.delete(f"{ME}/jetons/{token['id']}").status_code == 204
    assert program.get(ME, headers=bearer).status_code == 401


def test_a_token_makes_no_token(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine)
    made = logged_in(sqlite_engine).post(f"{ME}/jetons", json=body_of(label="a")).json()

    answer = browser(sqlite_engine).post(
        f"{ME}/jetons",
        json=body_of(label="b"),
        headers={"Authorization": f"Bearer {made['token']}"},
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "session_requise")


def test_a_token_lives_no_longer_than_the_setting_says(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine)
    answer = logged_in(sqlite_engine).post(f"{ME}/jetons", json=body_of(label="a", days=366))

    assert (answer.status_code, answer.json()["code"]) == (422, "compte_invalide")
    assert answer.json()["errors"] == [
        {"field": "days", "received": "366", "expected": "365 jours au plus"}
    ]


def test_nobody_revokes_what_is_anothers(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine)
    opened_account(sqlite_engine, "bea@exemple.org")
    made = logged_in(sqlite_engine).post(f"{ME}/jetons", json=body_of(label="a")).json()
    bea = browser(sqlite_engine)
    bea.post(LOGIN, json=body_of(email="bea@exemple.org", password=PASSWORD))

    foreign = bea.delete(f"{ME}/jetons/{made['id']}")
    unknown = bea.delete(f"{ME}/jetons/{'0' * 32}")

    assert foreign.status_code == unknown.status_code == 404
    assert foreign.content == unknown.content


def test_a_password_is_changed_by_whoever_knows_the_old_one(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine)
    here, there = logged_in(sqlite_engine), logged_in(sqlite_engine)

    def change(old: str, new: str) -> int:
        body = body_of(password=old, new_password=new)
        return here.put(f"{ME}/mot-de-passe", json=body).status_code

    assert change("x", NEW) == 401
    assert change(PASSWORD, "court") == 422
    assert change(PASSWORD, NEW) == 204
    assert (here.get(ME).status_code, there.get(ME).status_code) == (200, 401)


def test_a_weak_password_is_not_quoted_back(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine)
    body = body_of(password=PASSWORD, new_password=EASY)

    answer = logged_in(sqlite_engine).put(f"{ME}/mot-de-passe", json=body)

    assert answer.json()["errors"] == [
        {
            "field": "new_password",
            "received": "",
            "expected": "autre chose qu’un mot de passe courant",
        }
    ]
    assert EASY not in answer.text


def test_a_forgotten_password_is_answered_alike_whether_or_not_the_account_exists(
    engine: Engine,
) -> None:
    opened_account(engine)
    client = browser(engine)

    known, unknown = (
        client.post("/oubli", data=body_of(email=email), follow_redirects=False)
        for email in (EMAIL, "personne@exemple.org")
    )
    with reading(engine) as session:
        (mail,) = session.scalars(select(MailRow)).all()
    secret = mail.body.partition("#")[2].split()[0]
    chosen = body_of(secret=secret, password=NEW)

    def choose(path: str) -> int:
        return client.post(path, data=chosen, follow_redirects=False).status_code

    assert known.status_code == unknown.status_code == 303
    assert known.headers["location"] == unknown.headers["location"]
    assert known.content == unknown.content
    assert choose("/invitation") == 410
    assert choose("/mot-de-passe") == 303
    again = client.post("/mot-de-passe", data=chosen)
    assert (again.status_code, again.json()["code"]) == (410, "lien_perime")
    assert client.post(LOGIN, json=body_of(email=EMAIL, password=NEW)).status_code == 200


def test_a_session_is_extended_as_if_it_were_opened_anew(engine: Engine) -> None:
    opened_account(engine)
    client = logged_in(engine)
    with writing(engine) as session:
        row = session.scalars(select(TokenRow)).one()
        row.expires = row.made + timedelta(minutes=4)

    answer = client.post(f"{LOGIN}/prolongation")

    assert answer.status_code == 200
    assert 28790 <= answer.json()["seconds"] <= 28800
    assert SimpleCookie(answer.headers["set-cookie"])["roulement"]["max-age"] == "28800"
    with reading(engine) as session:
        row = session.scalars(select(TokenRow)).one()
        assert row.expires is not None
        assert row.expires > row.made + timedelta(hours=7)
    assert client.get(ME).status_code == 200


def test_a_session_that_was_extended_ten_times_its_length_ends(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine)
    client = logged_in(sqlite_engine)
    with writing(sqlite_engine) as session:
        row = session.scalars(select(TokenRow)).one()
        row.made -= timedelta(hours=8 * 11) - timedelta(minutes=3)
        end = row.made + timedelta(hours=8 * 11)

    answer = client.post(f"{LOGIN}/prolongation")

    assert answer.json()["seconds"] <= 180
    with reading(sqlite_engine) as session:
        assert session.scalars(select(TokenRow)).one().expires == end


def test_only_an_open_session_is_extended(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine)
    client = logged_in(sqlite_engine)
    token = client.post(f"{ME}/jetons", json=body_of(label="Tableau de bord")).json()["token"]

    bearer = browser(sqlite_engine).post(
        f"{LOGIN}/prolongation", headers={"Authorization": f"Bearer {token}"}
    )
    client.delete(LOGIN)

    assert bearer.status_code == 404
    assert client.post(f"{LOGIN}/prolongation").status_code == 401


def test_the_trail_knows_logins_and_no_secret(sqlite_engine: Engine) -> None:
    ana = opened_account(sqlite_engine)
    client = logged_in(sqlite_engine)
    client.post(f"{ME}/jetons", json=body_of(label="Tableau de bord"))
    client.delete(LOGIN)

    with reading(sqlite_engine) as session:
        rows = session.scalars(select(TrailRow).where(TrailRow.user == ana.user)).all()
    assert [(row.action, row.about, row.detail) for row in rows] == [
        ("connexion", "compte", None),
        ("creer", "jeton", None),
        ("deconnexion", "compte", None),
    ]
