"""All pages alike, found in their screens' routes: rendered as every role, and looked through."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import httpx2
import pytest

from api.access.caller import Role
from api.access.rights.rule import Access
from api.database.engine import connect
from api.devices.routes import MANIFEST
from api.shell.document import POLICY, TEMPLATES
from api.shell.phone import WORKER
from tests.api.databases import database
from tests.api.page.every_role import ADVICE, HEALTH, HTML, mentions, names_of, reasons_in
from tests.api.page.furnished import address_of, furnish, give, have_judged, paths
from tests.api.page.markup import Markup
from tests.api.rights import CALLERS, NOBODY, NONE, OPEN, Doors
from tests.api.scopes import PEOPLE
from tests.api.service import Service, serve
from tests.api.two_agencies import OWN

pytestmark = pytest.mark.long

ALWAYS_ELSEWHERE = {"/", "/premier-compte"}
"""Pages that send on whoever has an account, or where there is one."""

OVER_ALL = (Role.RESPONSABLE, Role.RH, Role.COMMANDITAIRE)
"""Roles that are tried over the whole association too."""

LEADS_ON = "/commencer/suite"
"""An address that opens the page of the step that comes next."""

OF_THE_WHOLE = {
    *("/rh/obligations", "/rh/obligations/document", "/rh/obligations/documents.zip"),
    *("/donnees/importer", "/donnees/importer/modele.xlsx", "/donnees/importer/association.zip"),
    *("/commencer", "/commencer/association", "/commencer/lieux", "/commencer/mois"),
    LEADS_ON,
}
"""Pages that aren't there for whoever answers for one agency."""

OF_PEOPLE = "/donnees/{kind}"
"""Pages of any kind of rows, looked at for people: administrators have other kinds."""

FOR_MACHINES = (
    *("/api/", "/feeds/", "/statique/", "/sante/"),
    *("/favicon.ico", "/metrics", "/robots.txt"),
    *(MANIFEST, WORKER),
)
"""Addresses that answer programs, not people."""

GIVES_ACCOUNTS = "/telephones"
"""A page where administrators give accounts to people, whom it names."""

TELLS_HEALTH = (
    *("/donnees/{kind}/{key}", "/equipe/{person}", "/rh/controle"),
    *("/calendrier", "/calendrier/{day}"),
)
"""Pages of RH that tell why somebody is away."""

LOOSE = re.compile(r"[ \n](?=[:;?!%»])|«[ \n]|\d[ \n]h\b|\bh[ \n]\d")
"""Spaces at which a browser may end a line, and French doesn't."""

CALL = re.compile(r"\|\s*safe\b|\bautoescape\b|\bMarkup\b")


@dataclass(frozen=True)
class Shown:
    """A page as a caller is shown it."""

    path: str
    caller: str
    agency: str
    row: Access
    answer: httpx2.Response

    @property
    def where(self) -> str:
        return f"{self.path}, {self.caller or 'sans compte'} {self.agency}"

    @property
    def opened(self) -> bool:
        """Whether the caller may open it."""
        return self.row.scope in OPEN or (
            self.caller != NOBODY and (not self.row.roles or self.caller in self.row.roles)
        )

    @property
    def fragment(self) -> bool:
        """Whether it is a part of a page, that a script puts there."""
        return not self.answer.text.startswith("<!doctype html>")


@dataclass(frozen=True)
class Walk:
    """All pages as all callers, and the association that they show."""

    service: Service
    pages: list[Shown]
    values: Mapping[str, str]

    @cached_property
    def shown(self) -> list[tuple[Shown, Markup]]:
        """Each page and fragment that somebody is shown, refusals included."""
        return [
            (page, Markup(page.answer.content.decode()))
            for page in self.pages
            if page.answer.headers.get("content-type", "").startswith("text/html")
        ]


@pytest.fixture(scope="module")
def walk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Walk]:
    path = tmp_path_factory.mktemp("pages") / "roulement.db"
    for url in database(request, "sqlite", path):
        engine = connect(url)
        service = serve(engine)
        values = furnish(service)
        pages = []
        for agency, callers in ((OWN, CALLERS), ("", OVER_ALL)):
            doors = Doors(service.app, engine, agency=agency)
            give(service, values, doors.accounts[Role.MEDIATEUR][0])
            values["foreign"] = have_judged(doors)
            pages += _shown(doors, callers, values)
        yield Walk(service, pages, values)
        engine.dispose()


def _shown(doors: Doors, callers: Sequence[str], values: Mapping[str, str]) -> list[Shown]:
    """Ask for every page as each of these callers."""
    wanted = [(path, str(caller)) for path in paths() for caller in callers]
    answers = doors.answers(
        [(caller, "GET", address_of(path, values), {"headers": HTML}) for path, caller in wanted]
    )
    table = doors.app.state.rights
    return [
        Shown(path, caller, doors.agency, table["GET", path], answer)
        for (path, caller), answer in zip(wanted, answers, strict=True)
    ]


def test_every_page_of_the_app_is_among_those_looked_at(walk: Walk) -> None:
    pages = {
        path
        for method, path in walk.service.app.state.rights
        if method == "GET" and not path.startswith(FOR_MACHINES)
    }
    assert {page.path for page in walk.pages} == pages


def test_every_page_opens_to_its_roles_and_is_shut_as_a_page_to_the_others(walk: Walk) -> None:
    wrong = []
    for page in walk.pages:
        status, where = page.answer.status_code, page.answer.headers.get("location", "")
        if page.path in ALWAYS_ELSEWHERE:
            right = status == 303 or (page.caller == NONE and status == 200)
        elif page.opened:
            shown = 303 if page.path == LEADS_ON else 200
            right = status == (404 if _elsewhere(page) else shown)
        elif page.caller == NOBODY:
            right = status == 303 and where.startswith("/connexion?suite=/")
        else:
            right = status == 403 and "<h1>" in page.answer.text
        if not right:
            wrong.append(f"{page.where} : {status} {where} {page.answer.text[-300:]}")
    assert wrong == []


def test_every_page_is_well_made_and_runs_nothing_of_its_own(walk: Walk) -> None:
    wrong = []
    for page, markup in walk.shown:
        faults = markup.inline() if page.fragment else markup.faults()
        wrong += [f"{page.where} : {fault}" for fault in faults]
    assert wrong == []


def test_every_page_has_a_title_of_its_own(walk: Walk) -> None:
    titles: dict[str, set[str]] = {}
    for page, markup in walk.shown:
        if page.answer.status_code == 200 and not page.fragment:
            titles.setdefault(markup.title, set()).add(page.path)
    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}


def test_no_page_is_kept_by_a_cache_nor_loads_anything_from_elsewhere(walk: Walk) -> None:
    kept = {
        page.where
        for page in walk.pages
        if page.answer.headers.get("content-type", "").startswith(("text/html", "application/json"))
        and "no-store" not in page.answer.headers.get("cache-control", "")
    }
    assert kept == set()
    policies = {
        page.where for page, _ in walk.shown
        if page.answer.headers.get("content-security-policy") != POLICY
    }  # fmt: skip
    assert policies == set()
    loaded = {
        value
        for _, markup in walk.shown
        for tag, values in markup.elements
        for name, value in values.items()
        if (name == "src" or (tag == "link" and name == "href"))
        and not value.startswith(("/statique/", MANIFEST))
    }
    assert loaded == set()


def test_every_link_and_form_leads_where_its_reader_may_go(walk: Walk) -> None:
    table = walk.service.app.state.rights
    patterns = [(method, _pattern(path), access) for (method, path), access in table.items()]
    shut = {
        (page.caller, page.agency, page.path)
        for page in walk.pages
        if page.answer.status_code not in (200, 303)
    }
    wrong = set()
    for page, markup in walk.shown:
        if page.fragment or page.caller == NOBODY:  # to whom each link is a way to sign in
            continue
        for method, address in _ways(markup, page.answer.url.path):
            rows = [row for m, pattern, row in patterns if m == method and pattern.match(address)]
            led = rows and replace(page, row=rows[0]).opened
            if not led or (page.caller, page.agency, address) in shut:
                wrong.add(f"{page.where} : {method} {address}")
    assert wrong == set()


def test_no_line_ends_before_a_french_sign_or_inside_an_hour(walk: Walk) -> None:
    wrong = {
        f"{page.path} : {text.strip()[:80]}"
        for page, markup in walk.shown
        for text in markup.shown
        if LOOSE.search(text)
    }
    assert wrong == set()


def test_nobody_is_shown_names_that_their_role_does_not_see(walk: Walk) -> None:
    everybody = names_of(walk.service)
    others = [
        name for name in everybody if name.casefold() not in ("ada", "lemoine", "ada lemoine")
    ]
    surnames = [name for name in others if name not in _first_names(walk.service)]
    hidden = {
        NOBODY: everybody,
        NONE: everybody,
        Role.ADMIN: everybody,
        Role.COMMANDITAIRE: everybody,
        Role.MEDIATEUR: [*surnames, "Zoé"],
        Role.RESPONSABLE: PEOPLE,
        Role.RH: PEOPLE,
    }
    wrong = [
        f"{page.where} : {name}"
        for page, markup in walk.shown
        if page.agency or page.caller == Role.COMMANDITAIRE
        if not (page.caller == Role.ADMIN and page.path == GIVES_ACCOUNTS)
        for name in mentions(_said(page, markup), hidden[page.caller] if page.opened else everybody)
    ]
    assert wrong == []


def test_why_somebody_is_away_is_told_to_rh_alone(walk: Walk) -> None:
    wrong = [
        f"{page.where} : {reason}"
        for page, markup in walk.shown
        for reason in reasons_in(markup.text.replace(ADVICE, ""), HEALTH)
        if not (page.caller == Role.RH and page.path.startswith(TELLS_HEALTH))
    ]
    assert wrong == []


def test_no_template_writes_what_it_is_given_unescaped() -> None:
    assert [
        file.name for file in TEMPLATES.rglob("*.html") if CALL.search(file.read_text("utf-8"))
    ] == []


def _elsewhere(page: Shown) -> bool:
    """Whether a page that opens to a caller has nothing to show them."""
    of_the_whole = bool(page.agency) and page.path in OF_THE_WHOLE
    return of_the_whole or (page.caller == Role.ADMIN and page.path.startswith(OF_PEOPLE))


def _said(page: Shown, markup: Markup) -> str:
    """Return what a page tells: whoever opens accounts chooses whose they are."""
    chooses = page.caller == Role.ADMIN and page.path.startswith("/admin/comptes")
    return markup.text if chooses else f"{markup.text} {markup.offered}"


def _first_names(service: Service) -> set[str]:
    return {name.split()[0] for name in names_of(service) if " " in name}


def _pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"(\{[^}]*\})", path)
    return re.compile(
        "".join(
            (".+" if part.endswith(":path}") else "[^/]+") if part[:1] == "{" else re.escape(part)
            for part in parts
        )
        + "$"
    )


def _ways(markup: Markup, here: str) -> Iterator[tuple[str, str]]:
    """Yield the method and the address of each link and form that stays in the service."""
    of_form = "get"
    for tag, values in markup.elements:
        if tag == "form":
            of_form = values.get("method", "get")
        method = "get" if tag == "a" else values.get("formmethod", of_form)
        name = {"a": "href", "form": "action", "button": "formaction"}.get(tag, "")
        if name in values:
            path = re.split("[?#]", values[name])[0]
            if path.startswith("/") or not values[name]:
                yield method.upper(), path or here
