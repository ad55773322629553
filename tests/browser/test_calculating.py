"""The page of a calculation that runs, of which no news comes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from api.database.engine import writing
from api.database.tables.jobs import JobRow
from api.jobs.worker.turns import begun, claim
from tests.api.month.planned import begin
from tests.api.page.calculating.test_routes import ask

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.site import Site


def seconds(page: Page) -> int:
    """Return the seconds on the clock, of the minute that was asked for."""
    words = page.locator("#horloge").inner_text()
    match = re.fullmatch(r"(\d+) s / 60 s", words)
    assert match is not None, words
    return int(match[1])


def test_the_clock_goes_on_without_any_news_and_stands_still_when_asked(site: Site) -> None:
    client = site.service.client("responsable", agency="ville")
    draft = f"/plannings/{begin(client).rpartition('/')[2]}"
    address = ask(client, draft, seconds="60").headers["location"]
    with writing(site.service.engine) as session:
        assert claim(session, address.rpartition("/")[2], "ici") is not None
    page = site.page("responsable", agency="ville")
    page.goto(address)
    clock = page.locator("#horloge")
    page.wait_for_function("() => /^0 s . 60 s · préparation depuis [1-9]/.test(horloge.innerText)")

    with writing(site.service.engine) as session:
        row = session.get_one(JobRow, address.rpartition("/")[2])
        row.progress = begun(preparing=False)
    page.reload()
    first = seconds(page)
    page.wait_for_function("(first) => parseInt(horloge.innerText) >= first + 2", arg=first)

    page.click("#figer")
    page.wait_for_timeout(300)
    still = clock.inner_text()
    page.wait_for_timeout(1500)
    assert clock.inner_text() == still
    page.click("#figer")
    page.wait_for_function("(still) => horloge.innerText !== still", arg=still)
    assert site.problems == []
