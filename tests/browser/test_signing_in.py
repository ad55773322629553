from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from api.access.accounts.service import LOCAL, create
from api.access.caller import Grant, Role
from api.access.secrets.passwords import hashed
from api.access.signing_in.invitations import invite
from api.database.engine import writing

if TYPE_CHECKING:
    from tests.browser.site import Site

PASSWORD = "cinq chats gris dorment"  # noqa: S105 - a test's


def account(site: Site, email: str, password: str = PASSWORD) -> str:
    """Make a responsable's account; without a password, return its invitation's secret."""
    settings = site.service.app.state.settings
    with writing(site.service.engine) as session:
        user = create(
            session,
            LOCAL,
            email=email,
            name="Claire Morel",
            grants=[Grant(role=Role.RESPONSABLE)],
            password=hashed(settings, password) if password else "",
        )
        at = datetime.now(UTC)
        return "" if password else invite(session, settings, LOCAL, user, at).token


def test_whoever_wanted_a_page_gets_it_after_signing_in(site: Site) -> None:
    account(site, "claire@exemple.org")
    page = site.page()

    page.goto("/plannings")
    assert page.url.endswith("/connexion?suite=/plannings")
    page.get_by_label("Adresse électronique").fill("claire@exemple.org")
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")

    page.wait_for_url(
        lambda url: url.endswith(":" + site.address.rpartition(":")[2] + "/plannings")
    )
    assert page.title() == "Plannings · Roulement"


def test_a_wrong_password_is_said_and_the_address_is_kept(site: Site) -> None:
    account(site, "claire@exemple.org")
    page = site.page()

    page.goto("/connexion")
    page.get_by_label("Adresse électronique").fill("claire@exemple.org")
    page.get_by_label("Mot de passe", exact=True).fill("un autre, pas le bon")
    page.get_by_role("button", name="Se connecter").click()

    assert page.get_by_role("alert").inner_text() == "Adresse ou mot de passe incorrect."
    assert page.get_by_label("Adresse électronique").input_value() == "claire@exemple.org"
    assert page.get_by_label("Mot de passe", exact=True).input_value() == ""


def test_an_invitation_is_accepted_from_the_link_alone(site: Site) -> None:
    secret = account(site, "claire@exemple.org", password="")
    page = site.page()

    page.goto(f"/invitation#{secret}")
    assert page.get_by_label("Lien reçu").is_hidden()
    assert "#" not in page.url  # the secret is no longer in sight
    page.reload()
    page.get_by_label("Lien reçu").wait_for(state="hidden")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Enregistrer").click()

    page.wait_for_url("**/accueil")  # where a responsable begins


def test_without_script_the_whole_link_is_pasted(site: Site) -> None:
    secret = account(site, "claire@exemple.org", password="")
    page = site.page(java_script_enabled=False)

    page.goto("/invitation")
    page.get_by_label("Lien reçu").fill(f"https://exemple.org/invitation#{secret}")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Enregistrer").click()

    assert page.url.endswith("/accueil")


def test_an_address_of_another_site_is_not_gone_to(site: Site) -> None:
    account(site, "claire@exemple.org")
    page = site.page()

    page.goto("/connexion?suite=//exemple.com/")
    page.get_by_label("Adresse électronique").fill("claire@exemple.org")
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()

    page.wait_for_url(lambda url: url.endswith(":" + site.address.rpartition(":")[2] + "/accueil"))
    assert page.url.startswith(site.address)
