"""The guides as a site: built without a remark, whole, and asking nothing of another server."""

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from api.app import declared
from api.shell.typography import in_markup
from tests.guides.building import built
from tests.guides.reading import GUIDES, PAGES, ROOT, prose
from tests.test_deploy import SHOWN

READERS = ("responsable", "rh", "mediateur", "operateur", "integrateur", "developpeur")
ASKS = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src"}
"""Elements that a browser fetches something for, with the attribute that says what."""

OTHER_HOST = re.compile(r"^(?:https?:)?//")
PICTURES = (ROOT / "docs" / "page.png", *sorted((ROOT / "docs" / "pictures").glob("*.png")))


class Reader(HTMLParser):
    """Collects what a page fetches, and what it links to."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ASKS and values.get(ASKS[tag]):
            self.fetched.append(str(values[ASKS[tag]]))
        if tag == "a" and values.get("href"):
            self.links.append(str(values["href"]))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site as `make docs` does, each remark being a failure."""
    return built(tmp_path_factory.mktemp("guides"))


def read(page: Path) -> Reader:
    reader = Reader()
    reader.feed(page.read_text("utf-8"))
    return reader


def test_it_has_a_guide_for_each_reader(site: Path) -> None:
    built = {path.stem for path in (site / "guides").glob("*.html")}

    assert built == {path.stem for path in GUIDES} == {*READERS, "commandes"}


def test_its_pages_ask_no_other_host_for_anything(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    fetched = {path.name: read(path).fetched for path in pages}
    sheets = [path.read_text("utf-8") for path in site.rglob("*.css")]
    imported = [url for sheet in sheets for url in re.findall(r"url\([\"']?([^)\"']+)", sheet)]

    assert len(pages) > len(READERS)
    assert [url for urls in fetched.values() for url in urls if OTHER_HOST.match(url)] == []
    assert [url for url in imported if OTHER_HOST.match(url)] == []


def test_its_links_lead_somewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        for link in read(page).links:
            path, _, place = link.partition("#")
            if OTHER_HOST.match(link) or page.name == "404.html":
                continue
            target = (page.parent / path).resolve() if path else page
            target = target / "index.html" if target.is_dir() else target
            assert target.is_file(), f"{page.name}: {link}"
            if place:
                assert f'id="{place}"' in target.read_text("utf-8"), f"{page.name}: {link}"


def test_its_texts_are_bound_like_those_of_the_screens(site: Path) -> None:
    page = (site / "guides" / "responsable.html").read_text("utf-8")

    assert "«\u00a0À faire\u00a0»" in page
    assert in_markup("<p>« À faire » : <code>a : b</code></p>") == (
        "<p>«\u00a0À faire\u00a0»\u00a0: <code>a : b</code></p>"
    )


def test_the_mediateur_s_guide_is_one_page() -> None:
    assert len(prose(ROOT / "docs/guides/mediateur.md").split()) < 450


def test_pictures_load_quickly_and_each_is_shown() -> None:
    text = "".join(page.read_text("utf-8") for page in PAGES)

    assert len(PICTURES) == 4
    assert [p.name for p in PICTURES if p.stat().st_size >= 150_000] == []
    assert [p.name for p in PICTURES if f"/{p.name})" not in text] == []


@cache
def words_of_the_product() -> str:
    """Return all that its screens and commands may say."""
    sources = [*(ROOT / "api").rglob("*.html"), *(ROOT / "api").rglob("*.py")]
    text = " ".join(path.read_text("utf-8") for path in sources)
    return re.sub(r"\s+", " ", text).lower()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_is_quoted_is_a_word_of_the_product(page: Path) -> None:
    quoted = [re.sub(r"\s+", " ", q) for q in re.findall(r"« ([^»]+) »", prose(page))]

    assert [q for q in quoted if q.lower() not in words_of_the_product()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_addresses_of_the_service_are_there(page: Path) -> None:
    routes = {getattr(route, "path", "") for route in declared()} | {"/api/v1/openapi.json"}
    there = "|".join(re.sub(r"\{\w+\}", "[^/]+", route) for route in routes)
    start = "api/v1|sante|aide|metrics|feeds"
    named = re.findall(rf"`(?:[A-Z]+ )?(/(?:{start})[^`\s?]*)", prose(page))

    assert [address for address in named if not re.fullmatch(there, address)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_settings_that_are_named_are_there(page: Path) -> None:
    named = re.findall(r"ROULEMENT_[A-Z_]*[A-Z]", page.read_text("utf-8"))

    assert [name for name in named if name not in SHOWN] == []
