"""The week of a dispositif filled in a real browser: on a phone, by keyboard, without script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.data.stored.association import read
from api.database.engine import reading
from tests.browser.accessibility import faults

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.site import Site

PHONE = 390


def send(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def wide(page: Page) -> bool:
    """Whether the page is wider than its window."""
    return bool(page.evaluate("() => document.documentElement.scrollWidth > innerWidth"))


def hours(site: Site) -> list[tuple[str, str, str, list[int]]]:
    with reading(site.service.engine) as session:
        return sorted(
            (t.dispositif, f"{t.start:%H:%M}", f"{t.end:%H:%M}", sorted(t.weekdays))
            for t in read(session).templates
        )


def test_a_dispositif_and_its_week_are_made_on_a_phone_without_script(site: Site) -> None:
    page = site.page("rh", "responsable", width=PHONE, java_script_enabled=False)
    page.goto("/semaine-type")
    page.get_by_label("Nom").fill("Quartier Sud")
    send(page, "Créer")
    page.get_by_label("Ada Lemoine").check()
    page.get_by_label("Lieu de la ligne 1").select_option("Place du Marché")
    page.get_by_label("Début de la ligne 1").fill("9")
    page.get_by_label("Fin de la ligne 1").fill("17h")
    page.get_by_label("lundi de la ligne 1", exact=True).fill("1")
    page.get_by_label("mardi de la ligne 1", exact=True).fill("0/1")
    send(page, "Enregistrer la semaine")

    assert page.get_by_text("Personne ne peut tenir ce créneau").count() == 1
    send(page, "Ajouter une pause de 20 min")
    assert page.get_by_label("Pause (min) de la ligne 1").input_value() == "20"
    send(page, "Enregistrer la semaine")

    page.get_by_text("La semaine est enregistrée").wait_for()
    assert [row for row in hours(site) if row[0] == "quartier-sud"] == [
        ("quartier-sud", "09:00", "17:00", [0]),
        ("quartier-sud", "09:00", "17:00", [1]),
    ]


def test_a_refused_week_has_no_fault_of_accessibility_and_fits_a_phone(site: Site) -> None:
    page = site.page("responsable", agency="ville", width=PHONE)
    page.goto("/semaine-type/P")
    page.get_by_label("lundi de la ligne 1", exact=True).fill("3/2")
    page.get_by_label("Pause (min) de la ligne 2").fill("x")
    page.locator("summary").first.click()
    send(page, "Enregistrer la semaine")

    page.locator(".problem:focus").wait_for()
    for width in (PHONE, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert (faults(page), wide(page)) == ([], False)
    page.get_by_role("link", name="Ligne 1, lundi").click()
    assert page.evaluate("() => location.hash") == "#r0.d0"


def test_enter_in_a_field_saves_the_week(site: Site) -> None:
    page = site.page("responsable", agency="ville")
    page.goto("/semaine-type/P")
    page.get_by_label("samedi de la ligne 1", exact=True).fill("2")
    page.keyboard.press("Enter")
    page.get_by_text("La semaine est enregistrée").wait_for()

    assert page.get_by_label("samedi de la ligne 1", exact=True).input_value() == "2"


def test_a_week_that_is_left_by_mistake_asks_first(site: Site) -> None:
    page = site.page("responsable", agency="ville")
    page.goto("/semaine-type/P")
    page.get_by_label("samedi de la ligne 1", exact=True).press_sequentially("2")
    page.once("dialog", lambda dialog: dialog.dismiss())
    with page.expect_event("dialog"):
        page.close(run_before_unload=True)

    assert page.get_by_label("samedi de la ligne 1", exact=True).input_value() == "2"


def test_who_stays_on_a_page_that_asks_is_told_of_no_other_to_come(site: Site) -> None:
    page = site.page("responsable", agency="ville")
    page.goto("/semaine-type/P")
    page.get_by_label("samedi de la ligne 1", exact=True).press_sequentially("2")
    page.on("dialog", lambda dialog: dialog.dismiss())

    with page.expect_event("dialog"):
        page.get_by_role("link", name="Équipe").first.click(no_wait_after=True)
    page.wait_for_timeout(500)

    assert page.url.endswith("/semaine-type/P")
    assert page.locator("body").get_attribute("aria-busy") is None
    assert page.get_by_text("La page arrive").count() == 0


def test_a_phone_shows_one_month_of_the_year_and_the_one_asked_for(site: Site) -> None:
    page = site.page("responsable", agency="ville", width=PHONE)
    page.goto("/calendrier?annee=2026")
    months = page.locator(".year h2").filter(visible=True)

    marked = """links => links.filter((e) => getComputedStyle(e).fontWeight === "600")
        .map((e) => e.textContent)"""
    links = page.locator(".year-months a")

    assert months.all_inner_texts() == ["Février 2026"]
    assert links.evaluate_all(marked) == ["Févr."]
    assert page.evaluate("document.documentElement.scrollHeight") < 2 * 900
    page.get_by_role("link", name="Sept.").press("Enter")
    assert months.all_inner_texts() == ["Septembre 2026"]
    assert links.evaluate_all(marked) == ["Sept."]
    assert page.get_by_role("link", name="Janv.").is_visible()
    page.emulate_media(media="print")
    assert len(months.all()) == 12


def test_a_day_of_the_calendar_is_closed_from_a_phone(site: Site) -> None:
    page = site.page("responsable", agency="ville", width=PHONE)
    page.goto("/calendrier?annee=2026")
    assert (faults(page), wide(page)) == ([], False)
    page.get_by_role("link", name="mercredi 4").click()
    page.get_by_label("Motif").first.fill("Travaux")
    send(page, "Fermer")

    page.get_by_text("C’est enregistré").wait_for()
    assert page.get_by_text("Médiation de place").count() >= 1
    assert (faults(page), wide(page)) == ([], False)
