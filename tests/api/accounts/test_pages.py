"""The pages by which an administrator opens, grants, invites, closes and opens accounts again."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.accounts import pages
from tests.api.access.people import EMAIL, PASSWORD, opened_account
from tests.api.commands import PETIT
from tests.api.page.every_role import HTML, mentions, names_of
from tests.api.service import Service, loaded, serve

HERE = "/admin/comptes"
ANA = {"email": "ana@exemple.org", "name": "Ana Martin", "role": "responsable", "over": "ville"}


def sent(client: TestClient, address: str, **fields: str) -> tuple[int, str]:
    """Send a form; return the status, and the address gone to or the page shown again."""
    answer = client.post(address, data=fields, headers=HTML, follow_redirects=False)
    return answer.status_code, answer.headers.get("location") or answer.text


def opened(client: TestClient) -> str:
    status, address = sent(client, HERE, **ANA)
    assert status == 303
    return address.partition("?")[0]


def shown(client: TestClient, address: str) -> str:
    answer = client.get(address, headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_an_account_is_opened_found_granted_closed_and_opened_again(service: Service) -> None:
    client = service.client("admin")

    account = opened(client)
    assert "responsable, Ville" in shown(client, account)
    assert "Ana Martin" in shown(client, f"{HERE}?q=martin")
    assert "Aucun compte ne porte ces mots" in shown(client, f"{HERE}?q=personne-de-ce-nom")

    assert sent(client, f"{account}/droits", role="rh", over="")[0] == 303
    text = shown(client, account)
    assert "RH, toute l’association" in text
    (grant,) = re.findall(r'action="([^"]*/retrait)"><button[^>]*>Retirer<[^>]*> RH', text)
    assert sent(client, grant)[0] == 303
    assert "RH, toute l’association" not in shown(client, account)

    assert sent(client, f"{account}/invitation") == (303, f"{account}?fait=invite")
    assert sent(client, f"{account}/fermeture") == (303, f"{account}?fait=ferme")
    assert "fermé le" in shown(client, account)
    assert sent(client, f"{account}/invitation")[0] == 409
    assert sent(client, f"{account}/reouverture") == (303, f"{account}?fait=rouvert")


def test_accounts_are_listed_by_name_then_address_page_after_page(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = service.client("admin")
    people = {"z@exemple.org": "Élodie Ba", "y@exemple.org": "Zoé Ba", "x@exemple.org": "elodie ba"}
    for email, name in people.items():
        assert sent(client, HERE, **ANA | {"email": email, "name": name})[0] == 303

    def order(address: str) -> list[str]:
        return re.findall("<td[^>]*>([xyz])(?:<wbr>)?@", shown(client, address))

    assert order(HERE) == ["x", "z", "y"]
    monkeypatch.setattr(pages, "PAGE", 2)
    assert order(f"{HERE}?q=ba") == ["x", "z"]
    (following,) = re.findall('href="([^"]*apres=[^"]*)"', shown(client, f"{HERE}?q=ba"))
    assert order(unescape(following)) == ["y"]


def test_what_is_refused_is_shown_again_with_what_was_typed(service: Service) -> None:
    client = service.client("admin")
    opened(client)

    status, text = sent(client, HERE, **{**ANA, "email": "pas-une-adresse", "name": "Bo"})
    assert status == 422
    assert 'value="pas-une-adresse"' in text
    assert 'id="email-faute"' in text
    assert '<option value="ville" selected>' in text

    status, text = sent(client, HERE, **ANA)
    assert status == 409
    assert "ana@exemple.org" in text
    assert sent(client, HERE, **{**ANA, "email": "b@exemple.org", "name": ""})[0] == 422


def test_an_administrator_ends_anothers_sessions_then_erases_their_account(
    service: Service,
) -> None:
    client, other = service.client("admin"), service.client("responsable", agency="ville")
    account = f"{HERE}/{other.headers['x-test-user']}"
    away = service.client("admin", agency="ailleurs")

    assert sent(client, f"{account}/deconnexion") == (303, f"{account}?fait=deconnecte")
    assert other.get("/api/v1/moi").status_code == 401
    assert "Effacer le compte" not in shown(client, account)
    assert sent(client, f"{account}/fermeture")[0] == 303
    assert "Effacer le compte" in shown(client, account)
    assert sent(away, f"{account}/effacement")[0] == 404
    assert sent(client, f"{account}/effacement") == (303, f"{HERE}?fait=efface")
    assert "Le compte est effacé." in shown(client, f"{HERE}?fait=efface")
    assert sent(client, f"{account}/effacement")[0] == 404


def test_no_role_is_granted_that_nobody_chose(service: Service) -> None:
    client = service.client("admin")
    assert "selected" not in shown(client, HERE).partition('id="role"')[2].partition("</select>")[0]

    status, text = sent(client, HERE, **{**ANA, "role": ""})

    assert status == 422
    assert "Aucun rôle n’est choisi." in text
    assert 'id="role-faute"' in text
    assert 'value="Ana Martin"' in text
    assert "Aucun compte ne porte ces mots" in shown(client, f"{HERE}?q=martin")
    account = opened(client)
    status, text = sent(client, f"{account}/droits", role="", over="")
    assert status == 422
    assert 'id="role-faute"' in text


def test_a_role_that_is_none_is_one_fault_at_its_field(service: Service) -> None:
    client = service.client("admin")
    for address, fields in ((HERE, ANA), (opened(client), {"over": ""})):
        target = address if address == HERE else f"{address}/droits"
        status, text = sent(client, target, **{**fields, "role": "chef"})
        assert status == 422
        assert "1 valeur refusée." in text
        assert 'href="#role"' in text
        assert 'id="role-faute"' in text


def test_the_last_administrator_stays(service: Service) -> None:
    client = service.client("admin", email="chef@exemple.org")
    text = shown(client, f"{HERE}?q=chef")
    (account,) = re.findall(r'href="(/admin/comptes/[0-9a-f]{32})"', text)

    status, text = sent(client, f"{account}/fermeture")

    assert status == 409
    assert "dernier administrateur" in text
    assert "Rouvrir le compte" not in shown(client, account)
    (grant,) = re.findall(r'action="([^"]*/retrait)"', shown(client, account))
    assert sent(client, grant)[0] == 409
    assert grant in shown(client, account)  # refused, so nothing of it is written


def test_an_account_is_changed_from_the_state_that_was_seen(service: Service) -> None:
    client = service.client("admin")
    account = opened(client)
    form = {"email": "ana@exemple.org", "name": "Ana Durand", "person": ""}
    (number,) = re.findall(r'name="number" value="(\d+)"', shown(client, account))

    assert sent(client, account, **form, number=number)[0] == 303
    assert "Ana Durand" in shown(client, account)
    status, text = sent(client, account, **{**form, "name": "Ana Autre"}, number=number)
    assert status == 412
    assert 'value="Ana Autre"' in text
    # What another wrote meanwhile is read before it is overwritten.
    assert "« Ana Durand », qui y est à présent" in text
    assert text.count("qui y est à présent") == 1


def test_an_administrator_of_an_agency_reaches_its_accounts_alone(service: Service) -> None:
    account = opened(service.client("admin"))
    away = service.client("admin", agency="ailleurs")

    assert away.get(account, headers=HTML).status_code == 404
    assert sent(away, f"{account}/fermeture")[0] == 404
    assert "ana@exemple.org" not in shown(away, HERE)
    assert mentions(shown(away, HERE), names_of(service)) == []


@pytest.mark.parametrize("smtp", ["", "courriel.exemple.org"])
def test_no_mail_is_announced_that_cannot_leave(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch, smtp: str
) -> None:
    loaded(sqlite_engine, PETIT)
    service = serve(sqlite_engine)
    settings = service.app.state.settings.model_copy(update={"smtp_host": smtp})
    monkeypatch.setattr(service.app.state, "settings", settings)
    client = service.client("admin")
    account = opened(client)
    status, address = sent(client, f"{account}/invitation")
    assert status == 303

    text, form = shown(client, address), shown(client, HERE)
    forgotten = shown(client, "/oubli?fait=envoi")

    assert ("L’invitation part par courriel." in text) == bool(smtp)
    assert ("Inviter de nouveau par courriel" in text) == bool(smtp)
    assert "Une invitation à remettre" in text
    assert ("n’envoie pas de courriel" in form) == (not smtp)
    assert ("un courriel lui est envoyé" in forgotten) == bool(smtp)
    assert ("n’envoie pas de courriel" in forgotten) == (not smtp)


def test_an_administrator_signs_an_account_out_on_one_device(service: Service) -> None:
    ana = opened_account(service.engine)
    phone = service.client()
    phone.headers["user-agent"] = "Mozilla/5.0 (iPhone) Version/17.4"
    phone.post("/connexion", data={"email": EMAIL, "password": PASSWORD}, follow_redirects=False)
    admin, here = service.client("admin"), f"{HERE}/{ana.user}"
    page = shown(admin, here)

    assert "Safari sur iPhone, dernière visite" in page
    (lost,) = re.findall(r"appareils/(\w+)/fin", page)
    assert sent(admin, f"{here}/appareils/{lost}/fin") == (303, f"{here}?fait=appareil")
    assert phone.get("/api/v1/moi").status_code == 401
    assert "Appareils connectés" not in shown(admin, here)
