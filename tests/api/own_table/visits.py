"""Visits to « Mon tableau Excel »: a file sent, questions answered, choices made, rows read."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.page.control.uploads import answer, spaced
from tests.api.page.every_role import HTML
from tests.api.service import Service, serve

HERE = "/mon-tableau"
EACH: Mapping[str, str | None] = {"tous.weekly_minutes": "35", "tous.start": "01/09/2025"}
PLACES: Mapping[str, str | None] = {"agence.name": "Rennes", "d-sans-nom.name": "Médiation de jour"}


@pytest.fixture
def empty(sqlite_engine: Engine) -> Iterator[Service]:
    """Serve a database without any row."""
    service = serve(sqlite_engine)
    yield service
    for client in service.clients:
        client.close()


def send(client: TestClient, *paths: Path, text: str = "", status: int = 200) -> str:
    """Send files and a text, and return the page that follows."""
    files = [("fichiers", (path.name, path.read_bytes())) for path in paths]
    made = client.post(HERE, files=files or None, data={"texte": text}, headers=HTML)
    assert made.status_code == status, made.text
    return spaced(made.text)


def reply(
    client: TestClient,
    page: str,
    codes: Mapping[str, tuple[str, str]],
    status: int = 200,
    **more: str,
) -> str:
    """Answer the questions of a page on codes, and others."""
    return answer(client, page, here=HERE, codes=codes, status=status, **more)


def bring(
    client: TestClient, page: str, *typed: Mapping[str, str | None], status: int = 200
) -> str:
    """Send the form of a page as it stands, but for what is typed (None: unticked)."""
    form: dict[str, str | None] = {**fields_of(page)}
    for some in typed:
        form |= some
    sent = {name: value for name, value in form.items() if value is not None}
    made = client.post(f"{HERE}/importer", data=sent, headers=HTML)
    assert made.status_code == status, made.text
    return spaced(made.text)


def fields_of(page: str) -> dict[str, str]:
    """Return the fields of the form that imports as a browser would send them."""
    form = re.search(rf'<form[^>]*action="{HERE}/importer".*?</form>', page, re.DOTALL)
    assert form is not None, page
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and (" checked" in tag or "checkbox" not in tag):
            fields[name[1]] = unescape(value[1]) if value else ""
    chosen_in = r'<select[^>]* name="([^"]*)".*?>(.*?)</select>'
    for name, options in re.findall(chosen_in, form[0], re.DOTALL):
        values = re.findall(r'value="([^"]*)"( selected)?', options)
        fields[name] = next(
            (value for value, chosen in values if chosen), values[0][0] if values else ""
        )
    return fields


def counts(page: str) -> dict[str, list[str]]:
    """Return, by its hours, how many people hold each slot of the week from Monday."""
    week = {}
    for row in re.findall(r'<tr id="s-.*?</tr>', page, re.DOTALL):
        title = re.findall(r'<th scope="row">(.*?)[,<]', row, re.DOTALL)[0]
        week[title] = re.findall(r'<td class="n">(.*?)</td>', row)
    return week
