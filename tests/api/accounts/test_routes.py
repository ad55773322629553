from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from api.access.accounts.service import LOCAL, create
from api.access.caller import Grant, Role
from api.data.stored.importing import import_folder
from api.database.engine import reading, writing
from api.database.tables.access import UserRow
from api.database.tables.mail import MailRow
from tests.api.service import PETIT, Service, serve

if TYPE_CHECKING:
    from fastapi.testclient import TestClient
    from sqlalchemy import Engine

ALL = "/api/v1/admin/comptes"
EMAIL = "ada@exemple.org"
UNKNOWN = "0" * 32


@pytest.fixture
def petit(sqlite_engine: Engine) -> Service:
    with writing(sqlite_engine) as session:
        import_folder(session, PETIT)
    return serve(sqlite_engine)


def body_of(**values: Any) -> dict[str, Any]:
    return values


def added(client: TestClient, email: str = EMAIL, **values: Any) -> dict[str, Any]:
    answer = client.post(ALL, json=body_of(email=email, name="Ada Lemoine", **values))
    assert answer.status_code == 201, answer.text
    account: dict[str, Any] = answer.json()
    return account


def elsewhere(engine: Engine) -> str:
    """Make an account of an agency that the association had once."""
    with writing(engine) as session:
        grant = Grant(role=Role.RH, agency="autre")
        row = create(session, LOCAL, email="bea@exemple.org", name="Béa", grants=[grant])
        return row.id


def test_an_account_is_opened_and_invited(petit: Service) -> None:
    client = petit.client("admin")
    body = body_of(
        email=" Ada@Exemple.org",
        name="Ada  Lemoine",
        person="ada",
        grants=[{"role": "mediateur", "agency": "ville"}],
    )

    answer = client.post(ALL, json=body)

    account = answer.json()
    assert answer.headers["location"] == f"{ALL}/{account['id']}"
    assert answer.headers["etag"] == f'"{account["id"]}-1"'
    granted = account["grants"][0].pop("id")
    assert len(granted) == 32
    assert account.pop("made")
    assert account == {
        "id": account["id"],
        "email": EMAIL,
        "name": "Ada Lemoine",
        "person": "ada",
        "password": False,
        "oidc": False,
        "closed": None,
        "last_login": None,
        "grants": [{"role": "mediateur", "agency": "ville", "dispositif": ""}],
    }
    with reading(petit.engine) as session:
        assert session.scalars(select(MailRow.address)).all() == [EMAIL]


def test_an_account_may_be_opened_without_an_invitation(petit: Service) -> None:
    added(petit.client("admin"), invite=False)

    with reading(petit.engine) as session:
        assert session.scalars(select(MailRow)).all() == []


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"email": "ada"}, {"field": "email", "received": "ada",
                            "expected": "nom@domaine"}),
        ({"person": "zoe"}, {"field": "person", "received": "zoe",
                             "expected": "une personne de l’association"}),
        ({"grants": [{"role": "rh", "agency": "mer"}]},
         {"field": "agency", "received": "mer",
          "expected": "une agence de l’association"}),
        ({"grants": [{"role": "rh", "agency": "ville", "dispositif": "Q"}]},
         {"field": "dispositif", "received": "Q",
          "expected": "un dispositif de cette agence"}),
        ({"grants": [{"role": "rh", "dispositif": "P"}]},
         {"field": "dispositif", "received": "P",
          "expected": "un dispositif de cette agence"}),
        ({"grants": [{"role": "roi"}]},
         {"field": "grants.0.role", "received": "roi",
          "expected": "l’un de : 'admin', 'rh', 'responsable', 'mediateur' ou 'commanditaire'"}),
        ({"plus": 1}, {"field": "plus", "received": "1",
                       "expected": "aucun champ de ce nom"}),
    ],
)  # fmt: skip
def test_wrong_values_are_named(
    petit: Service, values: dict[str, Any], fault: dict[str, str]
) -> None:
    body = body_of(**{"email": EMAIL, "name": "Ada Lemoine", **values})

    answer = petit.client("admin").post(ALL, json=body)

    assert answer.status_code == 422
    assert answer.json()["errors"] == [fault]


def test_an_address_or_a_person_has_one_account(petit: Service) -> None:
    client = petit.client("admin")
    added(client, person="ada")

    for email, person in ((EMAIL, ""), ("autre@exemple.org", "ada")):
        answer = client.post(ALL, json=body_of(email=email, name="A", person=person))
        assert (answer.status_code, answer.json()["code"]) == (409, "compte_existant")


def test_two_administrators_at_once_the_second_sees_both_versions(petit: Service) -> None:
    client = petit.client("admin")
    mine = f"{ALL}/{added(client)['id']}"
    tag = client.get(mine).headers["etag"]

    def change(name: str, match: str | None = None) -> Any:
        headers = {} if match is None else {"If-Match": match}
        body = body_of(email="ada.l@exemple.org", name=name, person="ada")
        return client.put(mine, json=body, headers=headers)

    assert change("Ada L.").status_code == 428
    first, second = change("Ada L.", tag), change("Ada", tag)

    assert first.json()["name"] == "Ada L."
    assert first.headers["etag"] == tag.replace("-1", "-2")
    assert (second.status_code, second.json()["current"]["name"]) == (412, "Ada L.")
    assert (second.json()["current"]["number"], second.json()["yours"]) == (2, 1)


def test_an_address_that_changes_takes_its_links_with_it(petit: Service) -> None:
    client = petit.client("admin")
    mine = f"{ALL}/{added(client)['id']}"
    with reading(petit.engine) as session:
        secret = session.scalars(select(MailRow.body)).one().partition("#")[2].split()[0]

    headers = {"If-Match": client.get(mine).headers["etag"]}
    client.put(mine, json=body_of(email="ada.l@exemple.org", name="Ada"), headers=headers)
    answer = client.post(
        "/api/v1/session/invitation",
        json=body_of(secret=secret, password="trois pies et un merle"),  # noqa: S106 - not a secret
    )

    assert answer.status_code == 410


def test_rights_are_granted_and_withdrawn(petit: Service) -> None:
    client = petit.client("admin")
    mine = f"{ALL}/{added(client)['id']}"
    body = body_of(role="responsable", agency="ville", dispositif="P")

    granted = client.post(f"{mine}/droits", json=body).json()["grants"]

    assert [(g["role"], g["agency"], g["dispositif"]) for g in granted] == [
        ("responsable", "ville", "P")
    ]
    right = f"{mine}/droits/{granted[0]['id']}"
    assert client.delete(right).status_code == 204
    assert client.delete(right).status_code == 404
    assert client.get(mine).json()["grants"] == []


def test_an_account_closed_is_out_at_once(petit: Service) -> None:
    client, other = petit.client("admin"), petit.client("responsable", email=EMAIL)
    user = other.headers["x-test-user"]

    assert other.get("/api/v1/moi").status_code == 200
    assert client.post(f"{ALL}/{user}/fermeture").status_code == 204
    assert other.get("/api/v1/moi").status_code == 401
    refused = client.post(f"{ALL}/{user}/invitation")
    assert (refused.status_code, refused.json()["code"]) == (409, "compte_ferme")
    assert client.post(f"{ALL}/{user}/reouverture").status_code == 204
    assert client.post(f"{ALL}/{user}/invitation").status_code == 202
    assert client.post(f"{ALL}/{user}/mot-de-passe").status_code == 202


def test_an_administrator_ends_anothers_sessions_and_tokens(petit: Service) -> None:
    client, other = petit.client("admin"), petit.client("responsable")

    answer = client.post(f"{ALL}/{other.headers['x-test-user']}/deconnexion")

    assert answer.status_code == 204
    assert other.get("/api/v1/moi").status_code == 401


def test_the_last_administrator_stays(petit: Service) -> None:
    client = petit.client("admin")
    mine = f"{ALL}/{client.headers['x-test-user']}"
    right = client.get(mine).json()["grants"][0]["id"]

    for answer in (client.post(f"{mine}/fermeture"), client.delete(f"{mine}/droits/{right}")):
        assert (answer.status_code, answer.json()["code"]) == (409, "dernier_administrateur")
    assert client.get(mine).json()["closed"] is None


def test_accounts_are_listed_by_address_page_after_page(petit: Service) -> None:
    client = petit.client("admin", email="z@exemple.org")
    for letter in "dbac":
        added(client, f"{letter}@exemple.org", invite=False)

    def page(**params: Any) -> tuple[list[str], str | None]:
        page = client.get(ALL, params=params).json()
        return [account["email"][0] for account in page["items"]], page["next"]

    first, after = page(limit=2)
    second, last = page(limit=3, cursor=after)
    assert (first, second, last) == (["a", "b"], ["c", "d", "z"], None)
    assert page(q="D@EX") == (["d"], None)
    assert page(q="lemoine")[0] == ["a", "b", "c", "d"]
    assert page(q="%") == ([], None)


def test_an_administrator_of_an_agency_stays_in_it(petit: Service) -> None:
    foreign = elsewhere(petit.engine)
    chief, local = petit.client("admin"), petit.client("admin", agency="ville")
    mine = added(chief, grants=[{"role": "mediateur", "agency": "ville"}])["id"]
    chief_id = chief.headers["x-test-user"]

    listed = [account["id"] for account in local.get(ALL).json()["items"]]
    assert sorted(listed) == sorted([mine, local.headers["x-test-user"]])
    seen = [local.get(f"{ALL}/{id_}") for id_ in (foreign, chief_id, UNKNOWN)]
    assert [answer.status_code for answer in seen] == [404, 404, 404]
    assert len({answer.content for answer in seen}) == 1
    assert local.get(f"{ALL}/{mine}").status_code == 200
    for right in ({"role": "admin"}, {"role": "rh", "agency": "autre"}):
        answer = local.post(f"{ALL}/{mine}/droits", json=body_of(**right))
        assert (answer.status_code, answer.json()["code"]) == (403, "droits_insuffisants")
    assert local.post(ALL, json=body_of(email=EMAIL + "o", name="A")).status_code == 403
    beyond = body_of(email=EMAIL + "o", name="A", grants=[{"role": "rh"}])
    assert local.post(ALL, json=beyond).status_code == 403


def test_the_trail_is_read_by_what_is_looked_for(petit: Service) -> None:
    client = petit.client("admin")
    user = client.headers["x-test-user"]
    mine = added(client)["id"]
    client.post(f"{ALL}/{mine}/droits", json=body_of(role="rh", agency="ville"))
    client.post(f"{ALL}/{mine}/fermeture")

    def trail(**params: Any) -> list[tuple[str, str]]:
        page = client.get("/api/v1/admin/journal", params={"about": "compte", **params}).json()
        return [(deed["action"], deed["object"]) for deed in page["items"]]

    everything = [(action, mine) for action in ("fermer", "accorder", "inviter", "creer")]
    assert trail(user=user) == everything
    assert trail(object=mine, action="accorder") == [("accorder", mine)]
    assert trail(agency="ville") == [("accorder", mine)]
    assert trail(object=mine, since="2100-12-31") == []
    assert trail(object=mine, until="2000-01-01") == []
    first = client.get("/api/v1/admin/journal", params={"object": mine, "limit": 3}).json()
    second = client.get(
        "/api/v1/admin/journal", params={"object": mine, "cursor": first["next"]}
    ).json()
    assert [deed["action"] for deed in first["items"]] == ["fermer", "accorder", "inviter"]
    assert [deed["action"] for deed in second["items"]] == ["creer"]
    assert first["items"][0]["name"] == "Essai"


def test_an_administrator_of_an_agency_reads_its_trail_alone(petit: Service) -> None:
    chief, local = petit.client("admin"), petit.client("admin", agency="ville")
    mine = added(chief)["id"]
    chief.post(f"{ALL}/{mine}/droits", json=body_of(role="rh", agency="ville"))
    chief.post(f"{ALL}/{mine}/droits", json=body_of(role="rh"))

    deeds = local.get("/api/v1/admin/journal").json()["items"]

    assert [(deed["action"], deed["agency"]) for deed in deeds] == [("accorder", "ville")]


def test_no_password_of_anyones_is_ever_shown(petit: Service) -> None:
    client = petit.client("admin")
    mine = added(client)["id"]
    with writing(petit.engine) as session:
        session.get_one(UserRow, mine).password = "$argon2id$empreinte"  # noqa: S105 - no secret

    answer = client.get(f"{ALL}/{mine}")

    assert answer.json()["password"] is True
    assert "argon2" not in answer.text
