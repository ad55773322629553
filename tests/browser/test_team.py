"""A team typed and pasted as in a spreadsheet: by keyboard alone, on a phone, without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.accessibility import faults_in_both_schemes
from tests.browser.fitting import losses, wide

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Page

    from tests.browser.site import Site

LIST = (
    "NOM Prénom\tFonction\tHeures\tDate d’entrée\tRepos\n"
    "LE GOFF Anne-Marie\tMédiatrice\t35h\t01/09/2020\tsam, dim\n"
    "PETIT Lou\tRéférente\t151,67 h par mois\tbientôt\t\n"
    "LEMOINE Ada\tMédiatrice\t35\t01/09/2020\t\n"
)


def whole(page: Page) -> list[str]:
    return [*faults_in_both_schemes(page), *losses(page)]


def test_a_list_is_pasted_corrected_and_added_on_a_phone_without_any_script(site: Site) -> None:
    page = site.page("responsable", agency="ville", width=390, java_script_enabled=False)
    page.goto("/equipe")
    page.get_by_role("link", name="Coller une liste").click()
    page.get_by_label("La liste").fill(LIST)
    page.get_by_role("button", name="Lire la liste").click()
    page.get_by_text("Rien n’est encore écrit").wait_for()
    assert page.get_by_label("Ligne 1, nom").input_value() == "Anne-Marie Le Goff"
    assert page.get_by_text("Déjà dans l’équipe").count() == 1

    page.get_by_role("button", name="Ajouter ces 2 personnes").click()
    page.get_by_role("link", name="Ligne 2, depuis le").wait_for()
    page.get_by_label("Ligne 2, depuis le").fill("1/12/2026")
    page.get_by_role("button", name="Ajouter ces 2 personnes").click()

    page.get_by_text("2 personnes ajoutées, 1 était déjà là").wait_for()
    page.get_by_role("link", name="Lou Petit").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Lou Petit")


def test_people_are_typed_and_their_hours_changed_by_keyboard_alone(site: Site) -> None:
    page = site.page("responsable", agency="ville")
    page.goto("/equipe/ajouter")
    page.get_by_label("Depuis le", exact=True).focus()
    keys = page.keyboard
    keys.type("01/09/2026")
    keys.press("Tab")  # the hours of all
    keys.press("Tab")  # the region that scrolls
    keys.press("Tab")
    keys.type("Zoé Été")
    for _ in range(3):
        keys.press("Tab")
    keys.type("35")
    keys.press("Enter")
    page.wait_for_url("**/equipe?ajoutes=1**")
    page.get_by_role("link", name="Zoé Été").focus()
    keys.press("Enter")
    page.wait_for_url("**/equipe/zoe-ete")

    page.locator("summary", has_text="Changer de contrat").focus()
    keys.press("Enter")
    page.get_by_label("À partir du").first.fill("2026-12-01")
    page.get_by_label("Heures par semaine").fill("28")
    keys.press("Enter")
    page.get_by_text("C’est enregistré.").wait_for()

    assert page.get_by_text("30/11/2026").count() == 1


def test_one_comes_back_to_a_form_that_was_refused_without_sending_it_again(site: Site) -> None:
    page = site.page("responsable", agency="ville")
    page.goto("/equipe/ajouter")
    page.get_by_label("Ligne 1, nom").fill("Zoé Été")
    for day in ("31/02/2026", "01/09/2026"):
        page.get_by_label("Depuis le", exact=True).fill(day)
        page.get_by_label("Heures par semaine", exact=True).fill("35")
        page.get_by_role("button", name="Ajouter").first.click()
    page.get_by_text("1 personne ajoutée").wait_for()

    page.go_back()

    page.get_by_role("heading", name="Ajouter des personnes").wait_for()
    assert page.get_by_text("une date qui existe").count() == 0


def test_a_page_left_by_mistake_asks_first_and_an_empty_one_does_not(site: Site) -> None:
    page, questions = site.page("responsable", agency="ville"), list[str]()

    def stay(question: Dialog) -> None:
        questions.append(question.type)
        question.dismiss()

    page.on("dialog", stay)
    page.goto("/equipe/ajouter")
    page.get_by_role("link", name="Annuler").click()
    page.wait_for_url("**/equipe")

    page.goto("/equipe/ajouter")
    page.get_by_label("Ligne 1, nom").press_sequentially("Zoé")
    page.get_by_role("link", name="Annuler").click()
    assert questions == ["beforeunload"]

    assert page.get_by_label("Ligne 1, nom").input_value() == "Zoé"
    page.get_by_role("button", name="Cinq lignes de plus").click()
    page.get_by_label("Ligne 10, nom").wait_for()


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_each_state_of_the_screens_has_no_fault_and_fits(site: Site, width: int) -> None:
    page = site.page("responsable", "rh", "admin", width=width)
    wrong: dict[str, list[str]] = {}
    page.goto("/equipe/coller")
    page.get_by_label("La liste").fill("Nom;Heures\nÉté Zoé;80\nMor Guy;50\n")
    page.get_by_role("button", name="Lire la liste").click()
    page.get_by_text("Le nom de famille d’abord").wait_for()
    wrong["questions"] = whole(page)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Ajouter ces 2 personnes").click()
    page.get_by_role("alert").wait_for()
    wrong["refusées"] = whole(page)
    page.goto("/equipe/ada")
    for summary in page.locator("details.sheet > summary").all():
        summary.click()
    wrong["fiche ouverte"] = whole(page)
    page.goto("/equipe?q=jardinier")
    wrong["personne"] = whole(page)

    assert {state: faults for state, faults in wrong.items() if faults} == {}


FRAME = """() => {
    const frame = document.querySelector('.scroll'), head = frame.querySelector('thead th');
    frame.scrollTop = frame.scrollHeight;
    const top = head.getBoundingClientRect().top - frame.getBoundingClientRect().top;
    const moved = frame.scrollTop;
    frame.scrollTop = 0;
    return [frame.scrollWidth - frame.clientWidth, moved > 0 && Math.abs(top) < 2];
}"""
"""How many pixels a table of people has beside its frame, and whether its head stays in sight."""


def test_people_fit_a_desk_under_their_head_and_are_cards_on_a_tablet_until_they_are_added(
    site: Site,
) -> None:
    page = site.page("responsable", "admin")
    people = "\n".join(
        f"NOM{n} Prénom{n}\tMédiateur\t35h\t01/09/2025\tsam, dim"
        f"\tprenom.nom{n}@mediation-exemple.org\t06 12 34 56 {n}"
        for n in range(10, 40)
    )
    page.goto("/equipe/coller")
    heads = "Nom\tFonction\tHeures\tDate d’entrée\tRepos\tE-mail\tTéléphone"
    page.get_by_label("La liste").fill(f"{heads}\n{people.replace('35h', '20h', 1)}")
    page.get_by_role("button", name="Lire la liste").click()
    page.get_by_role("button", name="Ajouter ces").click()
    why = page.get_by_label("Ligne 1, moins de 24 h")
    why.wait_for()
    check_frame(page, cards=True)

    why.select_option(index=1)
    page.get_by_role("button", name="Ajouter ces").click()
    page.get_by_text("30 personnes ajoutées").wait_for()
    check_frame(page, cards=False)


def check_frame(page: Page, *, cards: bool) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    assert page.evaluate(FRAME) == [0, True]
    page.set_viewport_size({"width": 1024, "height": 768})
    # A card has no head to keep in sight, and is as wide as the page.
    assert page.evaluate(FRAME)[0] == 0 if cards else page.evaluate(FRAME)[1]
    assert page.locator(".scroll thead").is_visible() != cards
    assert wide(page) == 0
    assert faults_in_both_schemes(page) == []
