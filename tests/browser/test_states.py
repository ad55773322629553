"""What pages show after something was typed, asked or refused: axe looks at each state."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.accessibility import faults_in_both_schemes
from tests.browser.furnished import Furnished
from tests.browser.test_grid import go, ready

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

GRID = "/plannings/{rota_id}"


def login_refused(furnished: Furnished) -> Page:
    page = furnished.open("/connexion")
    page.get_by_label("Adresse électronique").fill("claire@exemple.org")
    page.get_by_label("Mot de passe", exact=True).fill("un autre, pas le bon")
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_role("alert").wait_for()
    return page


def a_page_shut(furnished: Furnished) -> Page:
    page = furnished.open("/moi")
    page.goto("/plannings")
    page.get_by_role("heading", name="Droits insuffisants").wait_for()
    return page


def nothing_there(furnished: Furnished) -> Page:
    page = furnished.open("/plannings")
    page.goto(f"/plannings/{'0' * 32}")
    page.get_by_role("heading", name="Introuvable").wait_for()
    return page


def leave_refused(furnished: Furnished) -> Page:
    page = furnished.open("/moi/conges")
    page.get_by_label("Premier jour").fill("2026-03-05")
    page.get_by_role("textbox", name="Dernier jour").fill("2026-03-03")
    page.get_by_role("button", name="Demander", exact=True).click()
    page.get_by_role("alert").wait_for()
    return page


def address_of_an_agenda(furnished: Furnished) -> Page:
    page = furnished.open("/moi/agenda")
    page.get_by_role("button", name="Donner l’adresse").click()
    page.get_by_role("img", name="Code QR").wait_for()
    return page


def account_refused(furnished: Furnished) -> Page:
    page = furnished.open("/admin/comptes")
    page.get_by_label("Adresse électronique").fill("ana")
    page.locator("form.card").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="Ouvrir le compte").click()
    page.get_by_role("alert").wait_for()
    return page


def publication_refused(furnished: Furnished) -> Page:
    page = furnished.open(f"{GRID}/publier")
    page.locator("form.card").evaluate("form => form.submit()")  # its button is disabled
    page.get_by_role("alert").wait_for()
    return page


def proof_unfolded(furnished: Furnished) -> Page:
    page = furnished.open("/rh")
    page.locator("a.unfold").first.click()
    page.locator("svg.strip").wait_for()
    return page


def menu(furnished: Furnished) -> Page:
    page = furnished.open(GRID)
    ready(page)
    go(page, "ada", 2)
    page.keyboard.press("Enter")
    page.locator("#choix .actions button").first.wait_for()
    return page


def list_of_keys(furnished: Furnished) -> Page:
    page = furnished.open(GRID)
    ready(page)
    go(page, "ada", 2)
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Touches").wait_for()
    return page


def edit_refused(furnished: Furnished) -> Page:
    """Give an apprentice a shift during courses: public order says no."""
    page = furnished.open(GRID)
    ready(page)
    go(page, "ada", 2)
    page.keyboard.press("x")
    go(page, "dorian", 2)
    page.keyboard.press("Enter")
    page.locator("#choix").get_by_text("L6222-24").first.wait_for()
    return page


STATES = (
    login_refused,
    a_page_shut,
    nothing_there,
    leave_refused,
    address_of_an_agenda,
    account_refused,
    publication_refused,
    proof_unfolded,
    menu,
    list_of_keys,
    edit_refused,
)


@pytest.mark.parametrize("state", STATES)
def test_a_state_has_no_fault_of_accessibility(
    furnished: Furnished, state: Callable[[Furnished], Page]
) -> None:
    page, wrong = state(furnished), []
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"{width} px, {fault}" for fault in faults_in_both_schemes(page)]
    assert wrong == []


def test_what_a_screen_reader_is_told_of_a_row_a_menu_and_a_verdict(furnished: Furnished) -> None:
    page = menu(furnished)
    trees = [tree(page, "#p-P-ada"), tree(page, "#choix")]
    trees.append(tree(edit_refused(furnished), "#choix li:first-child"))
    assert trees == [ROW, MENU, VERDICT]


def test_the_cell_where_one_is_is_named_after_its_person_and_its_day(furnished: Furnished) -> None:
    page = furnished.open(GRID)
    page.goto(f"{page.url}?vue=semaine&du=2026-03-02")
    ready(page)
    go(page, "ada", 1)
    names = []
    for key in ("ArrowRight", "End", "Home"):
        page.keyboard.press(key)
        names.append(name_of(page))

    assert names == [
        ("Ada Lemoine, mardi 3 : Place du Marché, 9h à 16h30, verrouillé", "4"),
        ("", "37"),
        ("Ada Lemoine sem. 14/35 h", "1"),
    ]
    assert page.locator("table.grid").get_attribute("aria-colcount") == "37"
    assert page.locator("[aria-labelledby=lue]").count() == 0


def name_of(page: Page) -> tuple[str, str | None]:
    """Return the name of the cell where the focus is, and its column among the month's."""
    cell = page.locator("table.grid :is(td, th):focus")
    name = re.search('"(.*?)"', tree(page, "table.grid :is(td, th):focus"))
    return name[1] if name else "", cell.get_attribute("aria-colindex")


def tree(page: Page, place: str) -> str:
    """Return what the tree of accessibility holds of a place, without empty cells."""
    text = re.sub("[\u00a0\u202f]", " ", page.locator(place).first.aria_snapshot())
    return "\n".join(line for line in text.splitlines() if line.strip() != "- gridcell")


# The cell where one is says whose it is and of which day; the others leave it to their headers.
ROW = """
- 'row "Ada Lemoine 35 h Ada Lemoine, lundi 2 : Place du Marché, 9h à 16h30 Place du Marché, 9h à 16h30, verrouillé absence 14 /147 −133 0 0"':
  - rowheader "Ada Lemoine 35 h"
  - 'gridcell "Ada Lemoine, lundi 2 : Place du Marché, 9h à 16h30"': PLM 9h
  - gridcell "Place du Marché, 9h à 16h30, verrouillé": PLM 9h
  - gridcell "absence": abs.
  - gridcell "14 /147"
  - gridcell "−133"
  - gridcell "0"
  - gridcell "0"
""".strip()  # noqa: E501

MENU = """
- heading "Ada Lemoine, lundi 2" [level=2]
- heading "Place du Marché, 9 h – 16 h 30" [level=3]
- paragraph: "Avec : Brice Kouassi."
- paragraph: Pause à 12 h 30 (30 min).
- paragraph:
  - button "Remplacer… c"
  - button "Déplacer x"
  - button "Verrouiller l"
  - button "Retirer Suppr"
- button "Pourquoi ? w"
- heading "Absent…" [level=3]
- paragraph:
  - text: "Motif Rien de médical ici : notez « Indisponibilité », les RH la précisent."
  - combobox "Motif":
    - option "à choisir" [selected]
    - option "Congé"
    - option "Indisponibilité"
    - option "Repos compensateur"
    - option "Récupération"
    - option "Congé sans solde"
- paragraph:
  - text: Jusqu’au
  - textbox "Jusqu’au":
    - /placeholder: jj/mm/aaaa
    - text: 02/03/2026
- paragraph:
  - button "Noter l’absence et remplacer"
""".strip()

VERDICT = """
- listitem:
  - paragraph:
    - strong: Dorian Leval
    - text: ", lun. 2"
  - paragraph: 6 h 30 d’affectation pendant les cours du 02/03/2026.
  - paragraph:
    - link "L6222-24":
      - /url: https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000006904020
    - text: · mesuré 6 h 30, limite 0 h 00
  - button "Voir"
""".strip()
