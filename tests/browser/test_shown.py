"""What the association's people see in the states that count most, looked at as pictures."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.access.caller import Caller
from api.database.engine import connect, writing
from api.month.drafts.service import EMPTY, PUBLISHED, create
from tests.api.database.folders import recent
from tests.api.jobs.processes import bare
from tests.api.schema import make_schema
from tests.api.service import loaded
from tests.browser.fitting import losses
from tests.browser.furnished import Furnished
from tests.browser.site import Site, served
from tests.browser.test_grid import ready

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page, ViewportSize
    from sqlalchemy import Engine

TEAM, BEFORE = "10", datetime(2026, 9, 20, 8, tzinfo=UTC)
"""A dispositif of 37 people, and when it is looked at."""

EVENINGS = "19"
"""Another one, as large, of which a calculation has a bound to show in a third of the time."""

MONTH, NEXT = date(2026, 10, 1), date(2026, 12, 1)
"""A month that is published, and one that isn't."""

PHONE: ViewportSize = {"width": 390, "height": 844}
GRID = "/plannings/{rota_id}"
REST = "L3131-1"
"""The article on the daily rest."""

SHIFTS = """() => [...document.querySelectorAll('tr[data-person] b.soiree[data-slot]')]
    .filter((chip) => !chip.matches('.fixe, .cfa'))
    .map((chip) => [chip.closest('tr').id, chip.closest('td').cellIndex])"""
STOPPED = """(article) => [...document.querySelectorAll('#candidats li.non[data-person]')]
    .filter((item) => item.textContent.includes(article)).map((item) => item.dataset.person)"""


@pytest.fixture(scope="module")
def association(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Site]:
    """Serve the invented association, before the month that is edited."""
    there = tmp_path_factory.mktemp("association")
    engine = connect(f"sqlite:///{there / 'roulement.db'}")

    def load(empty: Engine) -> None:
        make_schema(empty)
        loaded(empty, recent(there / "dossier"))

    yield from served(engine, chromium, BEFORE, load=load)
    engine.dispose()


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Return where pictures go: where CI says that they are kept, else nowhere that stays."""
    folder = Path(os.environ.get("ROTA_TEST_PICTURES", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def shown(page: Page, folder: Path, name: str, *, whole: bool = False) -> None:
    """Write what a screen shows of a state, or the whole page; nothing of it may be lost."""
    page.screenshot(path=folder / f"etat-{name}.png", full_page=whole)
    assert losses(page) == []


def draft_of(site: Site, month: date, start: str, team: str = TEAM) -> str:
    """Begin a draft of a team; return its page's address."""
    with writing(site.service.engine) as session:
        caller = Caller(user="a" * 32)
        row = create(session, caller, month, dispositifs=(team,), start=start, now=BEFORE)
        return f"/plannings/{row.id}"


def breaking(page: Page) -> None:
    """Drag an evening to somebody whose rest it would cut short."""
    for row, column in page.evaluate(SHIFTS):
        chip = page.locator(f'[id="{row}"] > :nth-child({column + 1}) > b[data-slot]').first
        chip.hover()
        page.mouse.down()
        page.mouse.move(700, 500, steps=4)
        page.locator("#candidats").wait_for()
        page.locator("tr[data-level]").first.wait_for()
        stopped = page.evaluate(STOPPED, REST)
        if stopped:
            their = page.locator(f'[id="p-{TEAM}-{stopped[0]}"] > :nth-child({column + 1})')
            their.hover()
            page.mouse.up()
            return
        page.keyboard.press("Escape")
        page.mouse.up()
    raise AssertionError("nobody's rest would be cut short")


def test_a_drag_that_breaks_a_rest_leaves_the_grid_and_says_which_article(
    association: Site, kept: Path
) -> None:
    page = association.page("responsable")
    page.goto(draft_of(association, MONTH, PUBLISHED))
    ready(page)

    breaking(page)

    page.locator("#choix").get_by_text(REST).first.wait_for()
    assert page.locator("#version").inner_text() == "1"
    assert page.locator("b.preuve").count() > 0
    shown(page, kept, "grille-repos")


def test_the_grid_enlarged_twice_keeps_its_names_and_loses_nothing(
    association: Site, kept: Path
) -> None:
    page = association.page("responsable", width=720, device_scale_factor=2)
    page.goto(f"{draft_of(association, MONTH, PUBLISHED)}?vue=mois")
    ready(page)
    page.locator("#grille").evaluate("(grid) => { grid.scrollLeft = 400; }")

    name = page.locator(f'[id^="p-{TEAM}-"] > th').first.bounding_box()
    assert name is not None
    assert name["x"] == 0
    shown(page, kept, "grille-200")


def test_a_calculation_shows_its_bounds_and_is_stopped_with_its_best_kept(
    association: Site, kept: Path, tmp_path: Path
) -> None:
    page = association.page("responsable")
    address = draft_of(association, NEXT, EMPTY, EVENINGS)
    url = association.service.engine.url.render_as_string(hide_password=False)
    with bare(
        tmp_path, url, "essai", poll_seconds=0.05, best_seconds=0.0, solve_threads=1
    ) as worker:
        worker.until("debout")
        page.goto(f"{address}/calculer")
        page.get_by_label("Secondes de recherche").fill("300")
        page.get_by_role("button", name="Calculer").click()
        page.wait_for_url("**/calculs/*")
        page.get_by_text("Détail du calcul", exact=True).click()
        bound = page.locator("#suivi td").get_by_text(re.compile("au moins|évitable"))
        bound.first.wait_for(timeout=180_000)
        shown(page, kept, "calcul")

        page.get_by_role("button", name="Arrêter et garder le meilleur").click()
        page.get_by_text("est celle du brouillon").wait_for(timeout=120_000)
    assert page.get_by_role("button", name="Arrêter et garder le meilleur").count() == 0

    page.get_by_role("link", name="Voir la grille").click()
    ready(page)
    assert page.locator("#version").inner_text() == "2"
    assert page.locator("tr[data-person] b[data-slot]").count() > 0


def phone(furnished: Furnished) -> Page:
    page = furnished.open("/moi")
    page.set_viewport_size(PHONE)
    return page


def calendar(furnished: Furnished) -> Page:
    page = furnished.open("/moi/agenda")
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Donner l’adresse").click()
    page.get_by_role("img", name="Code QR").wait_for()
    return page


def finding(furnished: Furnished) -> Page:
    page = furnished.open("/rh")
    page.locator("a.unfold").first.click()
    page.locator("svg.strip").wait_for()
    return page


def publish(furnished: Furnished) -> Page:
    return furnished.open(f"{GRID}/publier")


def compare(furnished: Furnished) -> Page:
    return furnished.open(f"{GRID}/comparer")


def coverage(furnished: Furnished) -> Page:
    return furnished.open("/couverture")


@pytest.mark.parametrize("state", [phone, calendar, finding, publish, compare, coverage])
def test_a_state_is_whole_on_its_screen(
    furnished: Furnished, kept: Path, state: Callable[[Furnished], Page]
) -> None:
    page = state(furnished)
    # On a phone, the bar of tabs stays at the bottom of the screen.
    shown(page, kept, state.__name__, whole=page.viewport_size != PHONE)


FULL_DAYS = """() => [...document.querySelectorAll('.cover-table td > [aria-hidden]')].map(
    (figure) => {
        const texts = [...figure.childNodes].filter((node) => node.nodeType === 3);
        [texts[0].textContent, texts.at(-1).textContent] = ['28', '/28'];
        const range = document.createRange();
        range.setStartBefore(texts[0]);
        range.setEndAfter(texts.at(-1));
        return range.getBoundingClientRect().width - figure.parentElement.clientWidth;
    })"""
"""By how many pixels a day's figures are wider than its cell, where a team has tens of posts."""


@pytest.mark.parametrize("width", [1440, 1280, 1024, 390])
def test_the_days_of_a_large_team_stand_apart(furnished: Furnished, width: int) -> None:
    page = furnished.open("/couverture")
    page.set_viewport_size({"width": width, "height": 900})

    more = page.evaluate(FULL_DAYS)

    assert more
    assert max(more) <= 0


def test_a_tablet_shows_every_day_of_a_covered_month(furnished: Furnished) -> None:
    page = furnished.open("/couverture")
    page.set_viewport_size({"width": 1024, "height": 768})

    hidden = page.locator(".scroll:has(.cover-table)").evaluate(
        "e => e.scrollWidth - e.clientWidth"
    )

    assert hidden == 0


@pytest.mark.parametrize("path", ["/accueil", "/moi/echanges", "/demandes", "/moi/conges"])
def test_a_button_of_one_line_is_40_pixels_high_wherever_it_stands(
    furnished: Furnished, path: str
) -> None:
    page = furnished.open(path)

    heights = page.locator("main :is(button, .button):not(.plain)").evaluate_all(
        """buttons => buttons.filter((e) => e.checkVisibility() && e.getClientRects().length)
            .map((e) => e.getBoundingClientRect().height).filter((height) => height < 50)"""
    )

    assert set(heights) <= {40}


PARTED = """() => [...document.querySelectorAll('.switch label')].filter((label) => {
    const [name, field] = [label, label.control].map((e) => e.getBoundingClientRect());
    return name.bottom < field.top || field.bottom < name.top;
}).map((label) => label.textContent)"""
"""Names of fields that stand on another line than their field."""


@pytest.mark.parametrize(
    "path", ["/equite", "/prevision", "/equipe", "/admin/journal", "/donnees/{kind}", "/rh"]
)
def test_a_name_stands_on_the_line_of_its_field(furnished: Furnished, path: str) -> None:
    page = furnished.open(path)
    parted = []
    for width in (1440, 1024, 800):
        page.set_viewport_size({"width": width, "height": 900})
        parted += page.evaluate(PARTED)

    assert parted == []


ALONE = """() => [...document.querySelectorAll('form.switch > button')].filter((button) => {
    const last = button.previousElementSibling.getBoundingClientRect();
    return button.getBoundingClientRect().top > last.bottom;
}).length"""
"""How many buttons of filters begin a line."""


@pytest.mark.parametrize(
    "path", ["/equite", "/prevision", "/equipe", "/admin/journal", "/rh", "/rh/paie"]
)
def test_the_button_of_a_filter_stands_beside_its_last_field(
    furnished: Furnished, path: str
) -> None:
    page = furnished.open(path)
    alone = []
    for width in (1440, 1024):
        page.set_viewport_size({"width": width, "height": 900})
        alone.append(page.evaluate(ALONE))

    assert alone == [0, 0]


@pytest.mark.parametrize("width", [1440, 1024])
@pytest.mark.parametrize("path", ["/rh/paie", "/rh/compteurs", "/rh/registre", "/formations"])
def test_the_tables_of_rh_fit_their_screen(furnished: Furnished, path: str, width: int) -> None:
    page = furnished.open(path)
    page.set_viewport_size({"width": width, "height": 900})

    assert (
        page.locator(".scroll").evaluate_all(
            "all => all.map((e) => e.scrollWidth - e.clientWidth).filter((more) => more > 0)"
        )
        == []
    )


@pytest.mark.parametrize("path", ["/equipe", "/admin/journal", "/rh/compteurs"])
def test_the_head_of_a_table_stays_above_its_rows(furnished: Furnished, path: str) -> None:
    page = furnished.open(path)
    page.set_viewport_size({"width": 1024, "height": 200})

    above = page.locator(".scroll:has(> .list)").first.evaluate(
        """region => {
            region.scrollTop = region.scrollHeight;
            const head = region.querySelector('thead th');
            const [top, frame] = [head, region].map((e) => e.getBoundingClientRect().top);
            return [region.scrollTop > 0, top - frame];
        }"""
    )

    assert above == [True, 0]
