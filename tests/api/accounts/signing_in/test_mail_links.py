"""The links of mails lead to pages that do what the mail says, at the address that people use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from api.database.engine import reading
from api.database.tables.mail import MailRow
from tests.api.page.every_role import HTML
from tests.api.service import serve

if TYPE_CHECKING:
    from sqlalchemy import Engine

EMAIL = "ana@exemple.org"
PASSWORD = "cinq chats gris dorment"  # noqa: S105 - a test's

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
