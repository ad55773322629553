"""What pages of a month show at once, on a narrow screen and on paper."""

from __future__ import annotations

import pytest

from tests.browser.furnished import Furnished
from tests.browser.test_grid import ready

DRAFT = "/plannings/{rota_id}"


def test_open_posts_are_on_paper_too(furnished: Furnished) -> None:
    page = furnished.open(f"{DRAFT}/trous")
    posts = page.locator(".holes li:not(.remainder)")
    page.emulate_media(media="print")

    shown = [post.is_visible() for post in posts.all()]
    page.emulate_media(media="screen")

    assert shown
    assert all(shown)


def test_a_phone_shows_three_posts_of_a_cause_until_the_rest_is_asked_for(
    furnished: Furnished,
) -> None:
    page = furnished.open(f"{DRAFT}/trous")
    first = page.locator(".holes").first
    posts, rest = first.locator("li:not(.remainder)"), page.get_by_label("Montrer les")
    count = len(posts.all())
    assert (posts.filter(visible=True).count(), rest.is_visible()) == (count, False)

    page.set_viewport_size({"width": 390, "height": 844})
    assert posts.filter(visible=True).count() == 3
    page.get_by_label(f"Montrer les {count - 3} autres").press("Space")
    assert posts.filter(visible=True).count() == count
    # What it unfolds stands below it.
    box, unfolded = rest.first.bounding_box(), posts.nth(3).bounding_box()
    assert box is not None
    assert unfolded is not None
    assert posts.nth(2).evaluate("e => e.nextElementSibling.matches('.remainder')")
    assert box["y"] < unfolded["y"]

    page.get_by_label(f"Montrer les {count - 3} autres").press("Space")
    page.goto(f"{page.url}#{posts.last.get_attribute('id')}")
    assert posts.last.is_visible()


def test_a_calculation_asks_only_what_its_kind_takes(furnished: Furnished) -> None:
    page = furnished.open(f"{DRAFT}/calculer")
    until, since = page.get_by_label("Jusqu’à"), page.get_by_label("À partir du")

    assert (until.is_visible(), since.is_visible()) == (True, False)
    page.get_by_label("Changer le moins possible, dans ce brouillon").check()
    assert (until.is_visible(), since.is_visible()) == (False, True)


def test_a_phone_shows_what_can_be_done_with_each_version(furnished: Furnished) -> None:
    page = furnished.open(f"{DRAFT}/historique")
    page.set_viewport_size({"width": 390, "height": 844})

    hidden = page.locator(".scroll").evaluate("e => e.scrollWidth - e.clientWidth")

    assert hidden == 0


@pytest.mark.parametrize("path", ["/rh/registre", "/rh/registre/{number}/rejeu", "/admin/journal"])
def test_a_phone_reads_a_register_without_scrolling_sideways(
    furnished: Furnished, path: str
) -> None:
    page = furnished.open(path)
    page.set_viewport_size({"width": 390, "height": 844})
    sideways = "tables => tables.map(e => e.scrollWidth - e.clientWidth)"

    hidden = page.locator(".scroll").evaluate_all(sideways)

    assert hidden
    assert set(hidden) == {0}


@pytest.mark.parametrize(("width", "view"), [(390, "liste"), (1024, "semaine"), (1440, "")])
def test_a_published_month_has_the_view_that_its_screen_holds(
    furnished: Furnished, width: int, view: str
) -> None:
    page = furnished.open("/mois/{month}")
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(page.url.partition("?")[0])
    page.wait_for_url(lambda url: url.endswith(f"?vue={view}" if view else url))

    assert page.locator(".top nav [aria-current]").inner_text() == "Plannings"


def test_what_a_case_offers_stands_below_it_in_sight_on_a_tablet(furnished: Furnished) -> None:
    page = furnished.open(DRAFT)
    page.set_viewport_size({"width": 1024, "height": 768})
    page.goto(f"{page.url.partition('?')[0]}?vue=mois")
    ready(page)
    page.locator("tr[data-person] > td:not(.n)").first.click()
    page.keyboard.press("Enter")
    page.locator("#panneau .menu").wait_for()

    panel = page.locator("#panneau").bounding_box()

    assert panel is not None
    assert panel["y"] + panel["height"] <= 768
    assert panel["y"] > 768 * 0.4


def test_filters_unfold_over_the_grid_and_move_nothing(furnished: Furnished) -> None:
    page = furnished.open(DRAFT)
    page.goto(f"{page.url.partition('?')[0]}?vue=mois")
    ready(page)
    top = "e => e.getBoundingClientRect().top"
    before = page.locator("#grille").evaluate(top)
    page.get_by_text("Filtres").click()
    page.get_by_role("button", name="Filtrer").wait_for()

    assert page.locator("#grille").evaluate(top) == before
