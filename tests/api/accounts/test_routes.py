from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, select

from api.access.accounts.service import LOCAL, create
from api.access.caller import Grant, Role
from api.data.stored import importing
from api.database.engine import reading, writing
from api.database.tables.access import UserRow
from api.database.tables.mail import MailRow
from tests.api.entered import add
from tests.api.service import PETIT, Service, serve

ALL = "/api/v1/admin/comptes"
EMAIL = "ada@exemple.org"
UNKNOWN = "0" * 32
STEPS = ("fermer", "modifier", "inviter", "accorder", "creer")


@pytest.fixture
def petit(sqlite_engine: Engine) -> Service:
    with writing(sqlite_engine) as session:
        importing.put(session, importing.check_folder(PETIT))
    return serve(sqlite_engine)


def body_of(**values: Any) -> dict[str, Any]:
    return values


def added(client: TestClient, email: str = EMAIL, **values: Any) -> dict[str, Any]:
    answer = client.post(ALL, json=body_of(email=email, name="Ada Lemoine", **values))
    assert answer.status_code == 201, answer.text
    account: dict[str, Any] = answer.json()
    return account


def state(**values: Any) -> dict[str, Any]:
    """Return all that an account is to be."""
    return {"email": EMAIL, "name": "Ada Lemoine", "grants": [], "closed": False, **values}


def put(client: TestClient, account: dict[str, Any], **values: Any) -> Any:
    """Change an account from the state that was seen, in these fields."""
    fields = ("email", "name", "person", "grants")
    body = {name: account[name] for name in fields} | {"closed": account["closed"] is not None}
    headers = {"If-Match": account["etag"]}
    return client.put(f"{ALL}/{account['id']}", json=body | values, headers=headers)


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
    assert account.pop("made")
    assert account == {
        "id": account["id"],
        "etag": answer.headers["etag"],
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


def test_two_administrators_at_once_the_second_sees_both_versions(petit: Service) -> None:
    client = petit.client("admin")
    tag = added(client)["etag"]
    mine = f"{ALL}/{tag[1:33]}"

    def change(name: str, match: str | None = None) -> Any:
        headers = {} if match is None else {"If-Match": match}
        body = state(email="ada.l@exemple.org", name=name, person="ada")
        return client.put(mine, json=body, headers=headers)

    assert change("Ada L.").status_code == 428
    first, second = change("Ada L.", tag), change("Ada", tag)

    assert first.json()["name"] == "Ada L."
    assert first.headers["etag"] == tag.replace("-1", "-2")
    assert (second.status_code, second.json()["current"]["name"]) == (412, "Ada L.")
    assert (second.json()["current"]["number"], second.json()["yours"]) == (2, 1)


def test_an_address_that_changes_takes_its_links_with_it(petit: Service) -> None:
    client = petit.client("admin")
    account = added(client)
    with reading(petit.engine) as session:
        secret = session.scalars(select(MailRow.body)).one().partition("#")[2].split()[0]

    assert put(client, account, email="ada.l@exemple.org").status_code == 200
    chosen = body_of(secret=secret, password="trois pies et un merle")  # noqa: S106 - not a secret
    answer = client.post("/invitation", data=chosen, follow_redirects=False)

    assert answer.status_code == 410


def test_roles_are_given_and_taken_back_as_the_whole_account_is_said(petit: Service) -> None:
    client = petit.client("admin")
    planner = {"role": "responsable", "agency": "ville", "dispositif": "P"}
    hr = {"role": "rh", "agency": "", "dispositif": ""}

    first = put(client, added(client), grants=[planner]).json()
    second = put(client, first, grants=[hr]).json()

    assert (first["grants"], second["grants"]) == ([planner], [hr])
    assert put(client, first, grants=[]).status_code == 412  # its roles were changed since
    assert put(client, second, grants=[]).json()["grants"] == []


def test_an_account_closed_is_out_at_once_and_opened_again(petit: Service) -> None:
    client, other = petit.client("admin"), petit.client("responsable", email=EMAIL)
    (account,) = client.get(ALL, params={"q": EMAIL}).json()["items"]

    assert other.get("/api/v1/moi").status_code == 200
    closed = put(client, account, closed=True).json()
    assert (closed["closed"] is None, other.get("/api/v1/moi").status_code) == (False, 401)
    assert put(client, closed, closed=False).json()["closed"] is None
    assert other.get("/api/v1/moi").status_code == 401


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
    mine = added(chief, grants=[{"role": "mediateur", "agency": "ville"}])
    chief_id = chief.headers["x-test-user"]

    listed = [account["id"] for account in local.get(ALL).json()["items"]]
    assert sorted(listed) == sorted([mine["id"], local.headers["x-test-user"]])
    seen = [
        local.put(f"{ALL}/{id_}", json=state(), headers={"If-Match": f'"{id_}-1"'})
        for id_ in (foreign, chief_id, UNKNOWN)
    ]
    assert [answer.status_code for answer in seen] == [404, 404, 404]
    assert len({answer.content for answer in seen}) == 1
    for right in ({"role": "admin"}, {"role": "rh", "agency": "autre"}):
        answer = put(local, mine, grants=[*mine["grants"], right])
        assert (answer.status_code, answer.json()["code"]) == (403, "droits_insuffisants")
    assert local.post(ALL, json=body_of(email=EMAIL + "o", name="A")).status_code == 403
    beyond = body_of(email=EMAIL + "o", name="A", grants=[{"role": "rh"}])
    assert local.post(ALL, json=beyond).status_code == 403


def test_the_trail_is_read_by_what_is_looked_for(petit: Service) -> None:
    client = petit.client("admin")
    user = client.headers["x-test-user"]
    account = added(client, grants=[{"role": "rh", "agency": "ville"}])
    mine = account["id"]
    put(client, account, closed=True)

    def trail(**params: Any) -> list[tuple[str, str]]:
        page = client.get("/api/v1/admin/journal", params={"about": "compte", **params}).json()
        return [(deed["action"], deed["object"]) for deed in page["items"]]

    everything = [(action, mine) for action in STEPS]
    assert trail(user=user) == everything
    assert trail(object=mine, action="accorder") == [("accorder", mine)]
    assert trail(agency="ville") == [("accorder", mine)]
    assert trail(object=mine, since="2100-12-31") == []
    assert trail(object=mine, until="2000-01-01") == []
    first = client.get("/api/v1/admin/journal", params={"object": mine, "limit": 3}).json()
    second = client.get(
        "/api/v1/admin/journal", params={"object": mine, "cursor": first["next"]}
    ).json()
    seen = [deed["action"] for deed in (*first["items"], *second["items"])]
    assert (len(first["items"]), tuple(seen)) == (3, STEPS)
    assert first["items"][0]["name"] == "Essai"


def test_an_administrator_of_an_agency_reads_its_trail_alone(petit: Service) -> None:
    chief, local = petit.client("admin"), petit.client("admin", agency="ville")
    added(chief, grants=[{"role": "rh", "agency": "ville"}, {"role": "rh"}])

    deeds = local.get("/api/v1/admin/journal").json()["items"]

    assert [(deed["action"], deed["agency"]) for deed in deeds] == [("accorder", "ville")]


def test_no_password_of_anyones_is_ever_shown(petit: Service) -> None:
    client = petit.client("admin")
    mine = added(client)["id"]
    with writing(petit.engine) as session:
        session.get_one(UserRow, mine).password = "$argon2id$empreinte"  # noqa: S105 - no secret

    answer = client.get(ALL, params={"q": EMAIL})

    assert answer.json()["items"][0]["password"] is True
    assert "argon2" not in answer.text


__all__ = ["petit"]

MER = {"role": "mediateur", "agency": "mer"}


def test_an_administrator_of_an_agency_binds_no_one_of_another(petit: Service) -> None:
    agency = body_of(id="mer", name="Mer")
    add(petit.client("rh"), "agences", agency)
    local, body = petit.client("admin", agency="mer"), {"email": EMAIL, "name": "Ada"}
    unknown = local.post(ALL, json=body_of(**body, grants=[MER], person="personne"))
    theirs = local.post(ALL, json=body_of(**body, grants=[MER], person="ada"))

    assert (theirs.status_code, unknown.status_code) == (422, 422)
    (fault,), (other,) = theirs.json()["errors"], unknown.json()["errors"]
    assert fault == {**other, "received": "ada"}
    account = added(local, grants=[MER])
    assert put(local, account, person="ada").status_code == 422
    assert put(petit.client("admin"), account, person="ada").is_success


def test_an_administrator_of_an_agency_leaves_no_account_without_a_role(petit: Service) -> None:
    local, chief = petit.client("admin", agency="ville"), petit.client("admin")
    account = added(chief, grants=[{"role": "rh", "agency": "ville"}])

    refused = put(local, account, grants=[])

    assert (refused.status_code, refused.json()["code"]) == (403, "droits_insuffisants")
    assert put(chief, account, grants=[]).json()["grants"] == []


def test_an_administrator_of_a_dispositif_lists_what_they_may_open(petit: Service) -> None:
    chief = petit.client("admin")
    inside = {"role": "responsable", "agency": "ville", "dispositif": "P"}
    mine = added(chief, grants=[inside])["id"]
    added(chief, "chef@exemple.org", grants=[{"role": "rh", "agency": "ville"}])
    local = petit.client("admin", agency="ville", dispositif="P")

    accounts = local.get(ALL).json()["items"]

    assert sorted(account["id"] for account in accounts) == sorted(
        [mine, local.headers["x-test-user"]]
    )
