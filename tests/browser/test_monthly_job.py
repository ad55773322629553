"""The monthly job of a responsable on the demonstration, in one go, counted in clicks."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from api.cli.service.demonstration import AGENCY, prepare
from api.cli.service.moved import last_published
from api.database.engine import reading
from api.database.tables.mail import MailRow
from api.french.words import of_month
from api.ledger.history import whole
from api.settings import Settings
from scheduler.domain.people import StaffRole
from scheduler.domain.time import PARIS, month_span, next_month
from tests.browser.site import served
from tests.browser.test_absence import Clicks, choose
from tests.browser.test_grid import at_version, ready
from tests.browser.test_publishing import calculated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from playwright.sync_api import Browser, Locator, Page
    from sqlalchemy import Engine

    from api.data.association import Association
    from tests.browser.site import Site

MOST = 40
"""Clicks, and each key and each field that is typed in counts as one."""

SECONDS = "20"
COLLEAGUES = 3
"""Référents of one day of whom the first that somebody can replace is ill."""


@pytest.fixture
def demonstration(sqlite_engine: Engine, chromium: Browser) -> Iterator[Site]:
    """Serve the demonstration as it is today."""
    now = datetime.now(UTC)
    yield from served(
        sqlite_engine, chromium, now, load=lambda engine: prepare(engine, Settings(), now)
    )


def type_in(click: Clicks, field: Locator, text: str) -> None:
    click(field)
    field.fill(text)


def stored(site: Site) -> Association:
    with reading(site.service.engine) as session:
        return whole(session)


def days_of(association: Association, person: str, month: date) -> set[date]:
    """Return the days of a month on which a person has published shifts."""
    rows = association.history.get(f"{month:%Y-%m}", ())
    return {row.worked.duty.span.day for row in rows if row.worked.mediator == person}


def note_an_absence(page: Page, click: Clicks, name: str, days: tuple[date, date]) -> None:
    click(page.get_by_role("link", name="Équipe", exact=True))
    click(page.get_by_role("link", name=name, exact=True))
    section = page.locator("section", has=page.locator("#s-absences"))
    click(section.locator("summary"))
    for field, day in zip(("start", "end"), days, strict=True):
        type_in(click, section.locator(f"[name='{field}']"), day.isoformat())
    choose(click, section.locator("[name='kind']"), "conge")
    click(section.get_by_role("button", name="Enregistrer"))
    page.get_by_text("C’est ajouté.").wait_for()


def answer_the_wish(page: Page, click: Clicks) -> None:
    click(page.get_by_role("link", name="Demandes"))
    click(page.locator("main a[href^='/demandes/conges/']").first)
    click(page.get_by_role("button", name="Accorder"))
    page.wait_for_url("**/demandes?fait=accorde")


def prepare_and_calculate(site: Site, page: Page, click: Clicks, month: date) -> None:
    click(page.get_by_role("link", name="Plannings"))
    choose(click, page.get_by_label("Mois", exact=True), f"{month:%Y-%m}")
    click(page.get_by_role("button", name="Préparer", exact=True))
    page.wait_for_url(lambda url: len(url.rpartition("/")[2]) == 32)
    click(page.get_by_role("link", name="Calculer"))
    type_in(click, page.get_by_label("Secondes de recherche"), SECONDS)
    click(page.get_by_role("button", name="Calculer"))
    calculated(site, page)
    click(page.get_by_role("link", name="Voir la grille"))
    ready(page)


def fill_and_edit(page: Page, click: Clicks) -> int:
    """Fill what can be, take a référent off a day shift, and return the day of the month."""
    click(page.get_by_role("button", name="Pourvoir ce qui peut l’être"))
    page.wait_for_url(re.compile(r"\?fait=(pourvoir|rien)$"))  # it may have left nothing to fill
    ready(page)
    version = int(page.locator("#version").inner_text())
    cell = page.locator("tr[data-person] td:has(b[data-slot]:not(.fixe))")
    cell = cell.filter(has_text=re.compile(r"^J\s")).first
    click(cell)
    day = int(cell.evaluate("cell => cell.cellIndex"))
    click.count += 1
    page.keyboard.press("Delete")
    at_version(page, f"{version + 1}")
    return day


def publish(page: Page, click: Clicks) -> None:
    click(page.get_by_role("link", name="Publier…"))
    page.wait_for_url("**/publier")
    opened = page.get_by_label("Publier avec")
    if opened.count():
        click(opened)
    click(page.get_by_role("button", name="Publier", exact=True))
    page.wait_for_url("**/publications/*")


def replace_somebody_ill(page: Page, click: Clicks, day: int) -> str:
    """Note that a référent is away on a day, and give their shift; return who it is."""
    click(page.get_by_role("link", name="Voir le mois publié"))
    month = page.url
    for number in range(COLLEAGUES):
        cells = page.locator(f"tr[data-person] td:nth-of-type({day}):has(b[data-slot])")
        click(cells.filter(has_text=re.compile(r"^[JS]\s")).nth(number))
        page.wait_for_url("**/absence?*")
        person: str = page.locator("input[name='person']").input_value()
        choose(click, page.get_by_label("Motif"), "Indisponibilité")
        click(page.get_by_role("button", name="Noter l’absence et remplacer"))
        page.wait_for_url("**/remplacer?*")
        if page.get_by_role("button", name="Donner à").count():
            break
        page.goto(month)
    click(page.get_by_role("button", name="Donner à").first)
    page.get_by_text("ne tient plus aucun service").wait_for()
    return person


def test_a_month_from_the_absences_to_an_amendment_in_forty_clicks(demonstration: Site) -> None:
    month = next_month(last_published(datetime.now(PARIS).date()))
    days = month_span(month.year, month.month).days
    before = stored(demonstration)
    away = {each.mediator for each in before.absences if set(each.span.days) & set(days)}
    person = next(
        each
        for each in before.mediators
        if each.role is StaffRole.MEDIATEUR
        and each.agency == AGENCY
        and each.id not in away
        and all(each.contract_on(day) for day in days)
    )
    leave = days[13], days[14]
    page, click = demonstration.page("responsable", agency=AGENCY), Clicks()
    page.goto("/")

    note_an_absence(page, click, person.name, leave)
    answer_the_wish(page, click)
    prepare_and_calculate(demonstration, page, click, month)
    day = fill_and_edit(page, click)
    publish(page, click)
    first = stored(demonstration)
    ill = replace_somebody_ill(page, click, day)
    publish(page, click)

    assert click.count <= MOST
    assert not days_of(first, person.id, month) & set(leave)
    granted = [each for each in first.absences if each not in before.absences]
    assert len(granted) == len({person.id} | {each.mediator for each in granted}) == 2
    freed = days_of(first, ill, month) - days_of(stored(demonstration), ill, month)
    assert freed == {month.replace(day=day)}
    with reading(demonstration.service.engine) as session:
        subjects = list(session.scalars(select(MailRow.subject)))
    assert subjects.count(f"Votre planning {of_month(month)} est publié") > 1
