import re
from datetime import UTC, datetime
from html import unescape

import pytest
from fastapi.testclient import TestClient

from tests.api.month.planned import TUESDAY, add, begin, edit, publish
from tests.api.page.every_role import HTML
from tests.api.service import NOW, Service, serve

HERE = "/telephones"


@pytest.fixture(autouse=True)
def in_february(service: Service) -> None:
    service.app.state.now = lambda: NOW


def said(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", unescape(text))


def shown(client: TestClient) -> str:
    answer = client.get(HERE, headers=HTML)
    assert answer.status_code == 200, answer.text[-500:]
    return said(answer.text)


def test_without_a_mail_server_a_sheet_is_prepared_and_its_addresses_shown_once(
    service: Service,
) -> None:
    client = service.client("admin")
    assert "Inviter par courriel" not in shown(client)

    sheet = client.post(HERE, data={"geste": "feuille"}, headers=HTML)

    assert (sheet.status_code, sheet.headers["cache-control"]) == (201, "no-store")
    addresses = re.findall(r'value="(http://127\.0\.0\.1:8000/bienvenue#[a-z2-9-]+)"', sheet.text)
    assert len(addresses) == len(set(addresses)) == sheet.text.count('class="invitation"')
    assert sheet.text.partition("<main")[2].count("<svg") == len(addresses)
    again = shown(client)
    assert "bienvenue#" not in again
    assert "invitée jusqu’au 27/02/2026" in again


def test_a_sheet_says_which_strips_of_before_still_hold(service: Service) -> None:
    client = service.client("admin")
    client.post(HERE, data={"seul": "ada"}, headers=HTML)

    sheet = said(client.post(HERE, data={"geste": "feuille"}, headers=HTML).text)
    empty = said(client.post(HERE, data={"geste": "feuille"}, headers=HTML).text)

    assert "1 bande encore valable, pas refaite" in sheet
    assert "<p>Ada Lemoine (jusqu’au 27/02/2026).</p>" in sheet
    assert "Code QR de l’invitation d’Ada Lemoine" not in sheet
    assert "Aucune bande à imprimer" in empty


def test_a_strip_that_a_typed_e_mail_makes_again_is_not_said_to_hold(service: Service) -> None:
    client = service.client("admin")
    for person in ("ada", "brice"):
        client.post(HERE, data={"seul": person}, headers=HTML)

    form = {"geste": "feuille", "email-ada": "ada@exemple.org"}
    sheet = said(client.post(HERE, data=form, headers=HTML).text)

    assert "Code QR de l’invitation d’Ada Lemoine" in sheet
    assert "<p>Brice Kouassi (jusqu’au 27/02/2026).</p>" in sheet


def test_a_sheet_that_was_lost_is_made_again_at_once(service: Service) -> None:
    client = service.client("admin")
    lost = client.post(HERE, data={"geste": "feuille"}, headers=HTML).text
    empty = client.post(HERE, data={"geste": "feuille"}, headers=HTML).text
    assert "Refaire toutes les bandes" in empty
    assert 'name="geste" value="toutes"' in empty

    again = client.post(HERE, data={"geste": "toutes"}, headers=HTML).text

    addresses = [set(re.findall(r"/bienvenue#[a-z2-9-]+", text)) for text in (lost, again)]
    assert len(addresses[0]) == len(addresses[1]) > 1
    assert not addresses[0] & addresses[1]
    assert "encore valable" not in again


def test_a_strip_leads_to_a_password_and_then_to_ones_own_shifts(service: Service) -> None:
    service.app.state.now = lambda: datetime.now(UTC)
    sheet = service.client("admin").post(HERE, data={"seul": "ada"}, headers=HTML)
    (secret,) = re.findall(r'value="http://127\.0\.0\.1:8000/bienvenue#([a-z2-9-]+)"', sheet.text)
    phone = service.client()

    wrong = phone.post(
        "/bienvenue",
        data={"secret": secret, "email": "pas une adresse", "password": "trois pies et un merle"},
        headers=HTML,
    )
    assert (wrong.status_code, 'id="email-faute"' in wrong.text) == (422, True)
    done = phone.post(
        "/bienvenue",
        data={"secret": secret, "email": "ada@exemple.org", "password": "trois pies et un merle"},
        headers=HTML,
    )

    assert (done.status_code, done.url.path) == (200, "/moi")
    assert "Mes services" in done.text


def test_a_wrong_e_mail_is_said_beside_its_person_and_kept(service: Service) -> None:
    client = service.client("admin")

    page = client.post(HERE, data={"geste": "feuille", "email-ada": "pas-bonne"}, headers=HTML)

    assert page.status_code == 422
    assert 'value="pas-bonne"' in page.text
    assert 'id="email-ada-faute">Attendu : nom@domaine' in said(page.text)
    assert client.post(HERE, data={"geste": "autre"}, headers=HTML).status_code == 422


def test_with_a_mail_server_one_button_invites_all(service: Service) -> None:
    made = serve(service.engine, smtp_host="courriel.exemple.org")
    made.app.state.now = lambda: NOW
    client = made.client("admin")

    page = client.post(
        HERE, data={"geste": "courriel", "email-ada": "ada@exemple.org"}, headers=HTML
    )

    assert "1 invitation part par courriel" in said(page.text)
    assert "ada@exemple.org" in page.text


def test_after_a_publication_the_page_says_whom_it_reached(service: Service) -> None:
    planner = service.client("responsable")
    where = begin(planner)
    assert edit(planner, where, 1, add("ada", TUESDAY), add("brice", TUESDAY)).status_code == 200
    published = publish(planner, where, 2)
    assert published.status_code == 201, published.text

    text = shown(service.client("admin"))

    assert "Après la publication n° 1 (mars 2026)" in text
    assert "2 personnes à prévenir autrement</strong> : Ada Lemoine, Brice" in text
    assert "Voir cette publication" not in text
    assert "Voir cette publication" in shown(service.client("admin", "responsable"))


def test_an_address_that_only_this_machine_knows_is_said(service: Service) -> None:
    assert "un téléphone ne l’atteint pas" in shown(service.client("admin"))

    public = serve(service.engine, public_url="https://planning.exemple.fr")
    assert "un téléphone ne l’atteint pas" not in shown(public.client("admin"))


def test_any_account_gets_an_invitation_to_hand_over_unless_it_is_closed(service: Service) -> None:
    client = service.client("admin")
    form = {"email": "rh@exemple.org", "name": "Camille", "role": "rh", "over": ""}
    account = client.post("/admin/comptes", data=form, headers=HTML)
    assert "Une invitation à remettre" in account.text
    address = f"{HERE}/comptes/{account.url.path.rpartition('/')[2]}"

    sheet = client.post(address, headers=HTML)

    assert sheet.status_code == 201
    assert "http://127.0.0.1:8000/invitation#" in sheet.text
    assert service.client("admin", agency="ailleurs").post(address).status_code == 404
    client.post(f"{account.url.path}/fermeture", headers=HTML)
    assert client.post(address).status_code == 409
