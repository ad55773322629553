"""
From an empty service to a month on a phone: no terminal, no mail server, no script until then.

Each step is a function, so that a screen that takes over a step takes its function's place.
"""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Event
from typing import TYPE_CHECKING

import pytest

from api.jobs.worker.calculation import calculate
from tests.browser.accessibility import faults
from tests.browser.fitting import losses
from tests.browser.site import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from sqlalchemy import Engine

    from tests.browser.site import Site

CODE = "k7mp-2xqa-nn4t"
PASSWORD = "cinq chats gris dorment"  # noqa: S105 - of accounts that tests make
LAPTOP = 1366 - 15
"""Pixels that a common laptop leaves beside a scrollbar: all tabs stand on one line there."""

TWO_LINES = 90
TEAM = (
    *(("Ana Martin", 35), ("Bilal Ndiaye", 35), ("Chloé Riou", 35), ("Dan Le Goff", 35)),
    *(("Élise Kaya", 35), ("Farid Lopez", 35), ("Gaël Simon", 24), ("Hana Petit", 24)),
)
"""The people of the story, and their hours a week."""

WEEK = (
    ("quartier", "Place du Marché", "09:00", "16:00"),
    ("accueil", "École Nord", "13:00", "18:00"),
)
"""The slots of each day from Monday to Friday: dispositif, place, from, to; four people each."""


@pytest.fixture
def empty(sqlite_engine: Engine, chromium: Browser) -> Iterator[Site]:
    """Serve a database that holds nothing, as `rota serve` does when it printed a code."""
    for site in served(sqlite_engine, chromium, datetime.now(UTC), load=lambda _: None):
        site.service.app.state.first_code = CODE
        yield site
        site.service.app.state.first_code = ""


def send(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).last.click()
    page.wait_for_load_state()


def fill(page: Page, **fields: str) -> None:
    """Fill fields by the names that forms send (`__` stands for a dot)."""
    for name, text in fields.items():
        field = page.locator(f"[name='{name.replace('__', '.')}']").first
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)


def check_page(page: Page, *, scripts: bool) -> None:
    """Look for what axe sees, and for what a phone's width loses; without scripts, nothing can."""
    if scripts:
        assert faults(page) == []
        page.set_viewport_size({"width": 390, "height": 844})
        assert list(losses(page)) == []
        page.set_viewport_size({"width": LAPTOP, "height": 768})
        assert page.locator(".top").bounding_box()["height"] < TWO_LINES
        page.set_viewport_size({"width": 1440, "height": 900})


def next_step(page: Page, title: str) -> None:
    """Go to the step that comes next, which is the one to be expected."""
    page.goto("/commencer")
    step = page.locator(".beginning .next")
    assert step.get_by_role("heading").inner_text() == title
    step.locator("a.main").click()
    page.wait_for_load_state()


def open_the_first_account(page: Page, *, scripts: bool) -> None:
    page.goto(f"/premier-compte#{CODE}")
    if not scripts:
        page.get_by_label("Code affiché au démarrage").fill(CODE)
    fill(page, name="Inès Morel", email="ines@exemple.org", password=PASSWORD)
    send(page, "Ouvrir le compte et commencer")
    assert page.url.endswith("/commencer")


def say_who_we_are(page: Page) -> None:
    fill(
        page,
        employeur__value="Médiation Ouest",
        conventions__agreement="eclat",
        agences__name="Rennes",
        agences__zone="B",
        dispositifs__name="Quartier\nAccueil",
    )
    send(page, "Enregistrer")


def say_the_places(page: Page) -> None:
    fill(page, sites__0__name="Place du Marché", sites__1__name="École Nord")
    send(page, "Enregistrer")


def say_the_team(page: Page) -> None:
    """Paste the staff list that a spreadsheet holds."""
    page.goto("/equipe")
    page.get_by_role("link", name="Coller une liste").click()
    head = "NOM Prénom\tFonction\tDispositifs\tContrat\tHeures\tDepuis le"
    names = ((*name.split(" ", 1), str(hours)) for name, hours in TEAM)
    rows = (
        f"{str(last).upper()} {first}\tMédiateur\tQuartier, Accueil\tCDI\t{hours}\t01/01/2026"
        for first, last, hours in names
    )
    page.get_by_label("La liste").fill("\n".join((head, *rows)))
    send(page, "Lire la liste")
    send(page, f"Ajouter ces {len(TEAM)} personnes")
    page.get_by_text(f"{len(TEAM)} personnes ajoutées").wait_for()


def say_the_week(page: Page) -> None:
    """Fill the week of each dispositif, one row each."""
    for dispositif, place, start, end in WEEK:
        page.goto(f"/semaine-type/{dispositif}")
        page.get_by_label("Lieu de la ligne 1").select_option(place)
        page.get_by_label("Début de la ligne 1").fill(start)
        page.get_by_label("Fin de la ligne 1").fill(end)
        page.get_by_label("Pause (min) de la ligne 1").fill("45")
        for day in ("lundi", "mardi", "mercredi", "jeudi", "vendredi"):
            page.get_by_label(f"{day} de la ligne 1", exact=True).fill("2/4")
        send(page, "Enregistrer la semaine")
        page.get_by_text("La semaine est enregistrée").wait_for()


def prepare_the_month(site: Site, page: Page) -> None:
    send(page, "Préparer et calculer")
    assert "/calculs/" in page.url, page.locator("main").inner_text()
    # What a worker does, which a service on SQLite has in its own process.
    job = page.url.rpartition("/")[2]
    calculate(site.service.engine, site.service.app.state.settings, job, "ici", Event())
    page.reload()
    page.get_by_text("est celle du brouillon").wait_for()


def publish(page: Page) -> None:
    page.goto("/commencer/mois")
    page.get_by_role("link", name="Publier…").click()
    box = page.locator("[name='open_posts'][type='checkbox']")
    if box.count():
        box.check()
    send(page, "Publier")
    page.get_by_role("heading", name="Publié n° 1").wait_for()


def addresses_on_the_sheet(page: Page) -> list[str]:
    """Prepare the sheet of invitations, and return the addresses that it shows."""
    send(page, "Préparer la feuille à imprimer")
    page.get_by_role("heading", name="Invitations à remettre").wait_for()
    return [field.input_value() for field in page.locator(".invitation input").all()]


def open_on_a_phone(site: Site, address: str) -> Page:
    """Open an address as a phone does that scanned it, and choose a password."""
    phone = site.page(width=390)
    phone.goto(f"/{address.partition('//')[2].partition('/')[2]}")
    assert "#" not in phone.url
    assert phone.get_by_label("Code de votre feuille").is_hidden()
    fill(phone, email="ana@exemple.org", password="trois pies et un merle")  # noqa: S106
    send(phone, "Enregistrer")
    return phone


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_an_empty_service_becomes_a_month_on_a_phone(empty: Site, *, scripts: bool) -> None:
    page = empty.page(java_script_enabled=scripts)

    open_the_first_account(page, scripts=scripts)
    check_page(page, scripts=scripts)
    for title, enter in (
        ("L’association", say_who_we_are),
        ("Les lieux", say_the_places),
        ("L’équipe", say_the_team),
        ("La semaine type", say_the_week),
        ("Le premier mois", lambda page: prepare_the_month(empty, page)),
    ):
        next_step(page, title)
        check_page(page, scripts=scripts)
        enter(page)
    publish(page)
    next_step(page, "Les téléphones")
    check_page(page, scripts=scripts)
    addresses = addresses_on_the_sheet(page)
    check_page(page, scripts=scripts)
    assert len(addresses) == len(TEAM)

    phone = open_on_a_phone(empty, addresses[0])

    assert phone.url.endswith("/moi")
    places = phone.get_by_text("Place du Marché").or_(phone.get_by_text("École Nord"))
    assert places.count() > 0
    assert list(losses(phone)) == []
    page.goto("/commencer")
    assert page.get_by_text("Tout est là").count() == 1
