"""
From an empty service to a month on a phone: no terminal, no mail server, no script until then.

Each step is a function, so that a screen that takes over a step takes its function's place. The
fields that are filled are counted, and no identifier is typed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from api.beginning.service import months
from api.database.engine import reading
from api.ledger.history import whole
from calendars.holidays import name_of
from calendars.school import breaks_of
from scheduler.domain.time import month_span
from tests.browser.accessibility import faults
from tests.browser.fitting import losses
from tests.browser.site import Site, served
from tests.browser.test_publishing import calculated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Locator, Page  # noqa: TC004 - may not be installed
    from sqlalchemy import Engine

CODE = "k7mp-2xqa-nn4t"
PASSWORD = "cinq chats gris dorment"  # noqa: S105 - of accounts that tests make
LAPTOP = 1366 - 15
"""Pixels that a common laptop leaves beside a scrollbar: all tabs stand on one line there."""

TWO_LINES = 90
MOST_FIELDS = 60
ZONE = "B"
TEAM = (
    *(("Ana Martin", 35), ("Bilal Ndiaye", 35), ("Chloé Riou", 35), ("Dan Le Goff", 35)),
    *(("Élise Kaya", 35), ("Farid Lopez", 35), ("Gaël Simon", 24), ("Hana Petit", 24)),
)
"""The people of the story, and their hours a week."""

APPRENTICE = "Farid Lopez"
WEEK_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")
WEEK_ROWS = (
    ("quartier", "Place du Marché", "09:00", "16:00"),
    ("accueil", "École Nord", "13:00", "18:00"),
)
"""The slots of each day from Monday to Friday: dispositif, place, from, to; four people each."""


@dataclass
class Story:
    """
    What is done on a page: `typed` holds each field that was filled.

    `month`: the one that is planned; `closed`: its days of school holidays; `course`: the Monday of
    the week that the apprentice spends at the training centre.
    """

    site: Site
    page: Page
    month: date
    closed: frozenset[date]
    course: date
    typed: list[str] = field(default_factory=list)

    def write(self, place: Locator, text: str) -> None:
        """Fill a field, or choose in it."""
        self.typed.append(text)
        if place.evaluate("field => field.tagName") == "SELECT":
            place.select_option(text)
        else:
            place.fill(text)

    def label(self, label: str, text: str) -> None:
        """Fill the field of this label."""
        self.write(self.page.get_by_label(label, exact=True), text)

    def fill(self, **fields: str) -> None:
        """Fill fields by the names that forms send (`__` stands for a dot)."""
        for name, text in fields.items():
            self.write(self.page.locator(f"[name='{name.replace('__', '.')}']").first, text)

    def choose(self, label: str, option: str) -> None:
        """Choose an option by its words."""
        self.typed.append(option)
        self.page.get_by_label(label, exact=True).select_option(label=option)

    @property
    def end(self) -> str:
        """The last day of the apprentice's contract, as it is typed."""
        return f"31/08/{self.month.year + 1}"


def weekdays(monday: date) -> list[date]:
    """Return the days from Monday to Friday of a week."""
    return [monday + timedelta(days=n) for n in range(len(WEEK_DAYS))]


def begin_story(site: Site, page: Page) -> Story:
    """Choose the next month that has days of school holidays and a whole week of school."""
    for month in months(datetime.now(UTC))[1:]:
        days = month_span(month.year, month.month).days
        closed = frozenset(days) & breaks_of(ZONE, month.year).keys()
        open_days = {day for day in days if day not in closed and not name_of(day)}
        weeks = (day for day in days if day.weekday() == 0 and open_days.issuperset(weekdays(day)))
        course = next(weeks, None)
        if course and any(day.weekday() < len(WEEK_DAYS) for day in closed):
            return Story(site, page, month, closed, course)
    raise AssertionError("school holidays are never more than two months apart, but in summer")


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


def open_the_first_account(story: Story, *, scripts: bool) -> None:
    story.page.goto(f"/premier-compte#{CODE}")
    if not scripts:
        story.label("Code affiché au démarrage", CODE)
    story.fill(name="Inès Morel", email="ines@exemple.org", password=PASSWORD)
    send(story.page, "Ouvrir le compte et commencer")
    assert story.page.url.endswith("/commencer")


def say_who_we_are(story: Story) -> None:
    story.fill(
        employeur__value="Médiation Ouest",
        conventions__agreement="eclat",
        agences__name="Rennes",
        agences__zone=ZONE,
        dispositifs__name="Quartier\nAccueil",
    )
    send(story.page, "Enregistrer")


def say_the_places(story: Story) -> None:
    story.fill(sites__0__name="Place du Marché", sites__1__name="École Nord")
    send(story.page, "Enregistrer")


def type_the_team(story: Story) -> None:
    """Type each person on a line of the table."""
    page = story.page
    page.goto("/equipe/ajouter")
    story.label("Depuis le", "01/01/2026")
    story.choose("Dispositifs", "tous")
    for number, (name, hours) in enumerate(TEAM, 1):
        if not page.get_by_label(f"Ligne {number}, nom").count():
            send(page, "Cinq lignes de plus")
        story.label(f"Ligne {number}, nom", name)
        story.label(f"Ligne {number}, heures par semaine", f"{hours}")
        if name == APPRENTICE:
            story.label(f"Ligne {number}, contrat", "apprentissage")
            story.label(f"Ligne {number}, jusqu’au", story.end)
    send(page, "Ajouter")
    enrol_the_apprentice(story)


def paste_the_team(story: Story) -> None:
    """Paste the staff list that a spreadsheet holds."""
    page = story.page
    page.goto("/equipe")
    page.get_by_role("link", name="Coller une liste").click()
    head = "NOM Prénom\tFonction\tDispositifs\tContrat\tHeures\tDepuis le\tJusqu’au"
    rows = [head]
    for name, hours in TEAM:
        first, last = name.split(" ", 1)
        contract, end = ("Apprentissage", story.end) if name == APPRENTICE else ("CDI", "")
        rows.append(
            f"{last.upper()} {first}\tMédiateur\tQuartier, Accueil\t{contract}\t{hours}"
            f"\t01/01/2026\t{end}"
        )
    story.label("La liste", "\n".join(rows))
    send(page, "Lire la liste")
    send(page, f"Ajouter ces {len(TEAM)} personnes")
    enrol_the_apprentice(story)


def enrol_the_apprentice(story: Story) -> None:
    """Say on the person's sheet which weeks are the training centre's: one in four, by default."""
    page = story.page
    page.get_by_text(f"{len(TEAM)} personnes ajoutées").wait_for()
    page.get_by_role("link", name=APPRENTICE).first.click()
    page.locator("summary", has_text="Inscrire en alternance").click()
    form = page.locator("form#cfa")
    story.write(form.get_by_label("Titre préparé"), "Médiation sociale")
    story.write(form.get_by_label("Première semaine de cours"), story.course.isoformat())
    story.write(form.get_by_label("Jusqu’au, compris"), f"{story.month.year + 1}-08-31")
    send(page, "Enregistrer")
    page.get_by_text("C’est enregistré.").wait_for()


def say_the_week(story: Story) -> None:
    """Fill the week of each dispositif, one row each, closed in the school holidays."""
    page = story.page
    for dispositif, place, start, end in WEEK_ROWS:
        page.goto(f"/semaine-type/{dispositif}")
        story.choose("Lieu de la ligne 1", place)
        story.label("Début de la ligne 1", start)
        story.label("Fin de la ligne 1", end)
        story.label("Pause (min) de la ligne 1", "45")
        for day in WEEK_DAYS:
            story.label(f"{day} de la ligne 1", "2/4")
        page.locator("summary", has_text="Plus sur la ligne 1").click()
        story.choose("Pendant les vacances scolaires de la ligne 1", "Fermé")
        send(page, "Enregistrer la semaine")
        page.get_by_text("La semaine est enregistrée").wait_for()


def prepare_the_month(story: Story) -> None:
    page = story.page
    if story.month != months(datetime.now(UTC))[1]:
        story.fill(month=f"{story.month:%Y-%m}")
    send(page, "Préparer et calculer")
    assert "/calculs/" in page.url, page.locator("main").inner_text()
    calculated(story.site, page)


def publish(story: Story) -> None:
    page = story.page
    page.goto("/commencer/mois")
    page.get_by_role("link", name="Publier…").click()
    page.wait_for_url("**/publier")
    box = page.locator("[name='open_posts'][type='checkbox']")
    if box.count():
        story.typed.append("oui")
        box.check()
    send(page, "Publier")
    page.get_by_role("heading", name="Publié n° 1").wait_for()


def check_the_month(story: Story) -> None:
    """Check what is published: nothing while school is out, the apprentice at school in a week."""
    with reading(story.site.service.engine) as session:
        association = whole(session)
    (apprentice,) = (each for each in association.mediators if each.name == APPRENTICE)
    days = defaultdict[str, set[date]](set)
    for row in association.history[f"{story.month:%Y-%m}"]:
        days[row.worked.mediator].add(row.worked.duty.span.day)
    course = set(weekdays(story.course))
    assert len(days) == len(TEAM)
    assert not set.union(*days.values()) & story.closed
    assert not days[apprentice.id] & course
    assert all(theirs & course for who, theirs in days.items() if who != apprentice.id)
    named = ("mediators", "sites", "agencies", "dispositifs", "cohorts", "templates")
    ids = {each.id for name in named for each in getattr(association, name)}
    assert not ids & set(story.typed)


def addresses_on_the_sheet(page: Page) -> list[str]:
    """Prepare the sheet of invitations, and return the addresses that it shows."""
    send(page, "Préparer la feuille à imprimer")
    page.get_by_role("heading", name="Invitations à remettre").wait_for()
    return [field.input_value() for field in page.locator(".invitation input").all()]


def open_on_a_phone(story: Story, address: str) -> Page:
    """Open an address as a phone does that scanned it, and choose a password."""
    phone = story.site.page(width=390)
    phone.goto(f"/{address.partition('//')[2].partition('/')[2]}")
    assert "#" not in phone.url
    assert phone.get_by_label("Code de votre feuille").is_hidden()
    for name, text in (("email", "ana@exemple.org"), ("password", "trois pies et un merle")):
        story.write(phone.locator(f"[name='{name}']"), text)
    send(phone, "Enregistrer")
    return phone


@pytest.mark.parametrize(
    ("say_the_team", "scripts"),
    [(type_the_team, True), (paste_the_team, False)],
    ids=["typed, with scripts", "pasted, without"],
)
def test_an_empty_service_becomes_a_month_on_a_phone(
    empty: Site, say_the_team: Callable[[Story], None], *, scripts: bool
) -> None:
    page = empty.page(java_script_enabled=scripts)
    story = begin_story(empty, page)

    open_the_first_account(story, scripts=scripts)
    check_page(page, scripts=scripts)
    for title, enter in (
        ("L’association", say_who_we_are),
        ("Les lieux", say_the_places),
        ("L’équipe", say_the_team),
        ("La semaine type", say_the_week),
        ("Le premier mois", prepare_the_month),
    ):
        next_step(page, title)
        check_page(page, scripts=scripts)
        enter(story)
    publish(story)
    check_the_month(story)
    next_step(page, "Les téléphones")
    check_page(page, scripts=scripts)
    addresses = addresses_on_the_sheet(page)
    check_page(page, scripts=scripts)
    assert len(addresses) == len(TEAM)

    phone = open_on_a_phone(story, addresses[0])

    assert phone.url.endswith("/moi")
    places = phone.get_by_text("Place du Marché").or_(phone.get_by_text("École Nord"))
    assert places.count() > 0
    assert list(losses(phone)) == []
    assert len(story.typed) <= MOST_FIELDS
    page.goto("/commencer")
    assert page.get_by_text("Tout est là").count() == 1
