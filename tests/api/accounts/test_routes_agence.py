"""What an administrator of one agency may not reach through accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.api.accounts.test_routes import ALL, EMAIL, added, body_of, petit, put
from tests.api.entered import add

if TYPE_CHECKING:
    from tests.api.service import Service

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
