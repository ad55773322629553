"""
From an empty service to a month on a phone: no terminal, no mail server, no script until then.

Each step is a function, so that a screen that takes over a step takes its function's place.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from threading import Event
from typing import TYPE_CHECKING

import pytest

from api.jobs.worker.calculation import calculate
from scheduler.domain.time import PARIS, next_month
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
    """Enter people in the table of people, which asks for identifiers."""
    page.goto("/donnees/personnes/nouveau")
    for number, (name, hours) in enumerate(TEAM):
        fill(page, id=f"p{number}", name=name, role="mediateur", agency="rennes")
        for dispositif in ("quartier", "accueil"):
            page.locator(f"[name='dispositifs'][value='{dispositif}']").check()
        fill(
            page,
            contrats__0__kind="CDI",
            contrats__0__start="2026-01-01",
            contrats__0__weekly_minutes=str(hours),
        )
        send(page, "Enregistrer et en ajouter un autre")
        assert "fait=ajoute" in page.url, page.locator("main").inner_text()


def say_the_week(page: Page, since: date) -> None:
    """Enter the slots of a week in the table of templates, each with its need, and a break."""
    for dispositif, place, start, end in WEEK:
        page.goto("/donnees/gabarits/nouveau")
        fill(page, id=f"{dispositif}-jour", dispositif=dispositif, start=start, end=end)
        page.locator("[name='site']").select_option(label=place)
        for day in range(1, 6):
            page.locator(f"[name='weekdays'] >> nth={day - 1}").check()
        fill(page, since=since.isoformat(), besoins__0__minimum="2", besoins__0__target="4")
        fill(page, besoins__0__maximum="4")
        page.locator("[name='besoins.0.roles'][value='mediateur']").check()
        send(page, "Enregistrer")
        if page.get_by_text("Rien n’est enregistré encore").count():
            send(page, "Enregistrer quand même")
        assert "fait=ajoute" in page.url, page.locator("main").inner_text()
    page.goto("/donnees/pauses/nouveau")
    fill(page, template="quartier-jour", minutes="45")
    send(page, "Enregistrer")
    assert "fait=ajoute" in page.url, page.locator("main").inner_text()


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
    month = next_month(datetime.now(PARIS).date())

    open_the_first_account(page, scripts=scripts)
    check_page(page, scripts=scripts)
    for title, enter in (
        ("L’association", say_who_we_are),
        ("Les lieux", say_the_places),
        ("L’équipe", say_the_team),
        ("La semaine type", lambda page: say_the_week(page, month)),
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
