"""Fixtures of tests that drive a browser: `make test ARGS="-m browser"`, once .ci/browsers ran."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.databases import sqlite_engine, sqlite_template, sqlite_url
from tests.browser.furnished import Furnished, furnished_site
from tests.browser.site import Site, launched, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Playwright
    from sqlalchemy import Engine

__all__ = ["sqlite_engine", "sqlite_template", "sqlite_url"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = str(__file__).rpartition("/")[0]
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Start what drives browsers: once, for a thread has one."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - of a group that CI installs

    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = launched(playwright, "chromium")
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def firefox(playwright: Playwright) -> Iterator[Browser]:
    browser = launched(playwright, "firefox")
    yield browser
    browser.close()


@pytest.fixture
def site(sqlite_engine: Engine, chromium: Browser) -> Iterator[Site]:
    """Serve `petit` on 20 February 2026, before the month that it plans."""
    yield from served(sqlite_engine, chromium)


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Furnished]:
    """Serve the furnished association, once for the tests of a module."""
    with furnished_site(chromium, tmp_path_factory.mktemp("furnished") / "roulement.db") as site:
        yield site
