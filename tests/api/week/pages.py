"""The page of a dispositif's week for tests: what its form holds, and how it is sent."""

import re
from collections.abc import Mapping

import httpx2
from fastapi.testclient import TestClient

from api.data.stored.association import read
from api.database.engine import reading
from tests.api.page.data.forms import FORM
from tests.api.page.every_role import HTML
from tests.api.service import Service
from tests.api.text_walk import Forms

WEEK = "/semaine-type/P"


def fields(answer: httpx2.Response, action: str = WEEK) -> dict[str, str]:
    """Return what the page's form holds, buttons left out (boxes: the last one that is ticked)."""
    forms = [form for form in Forms(answer.text, action).forms if form.action == action]
    return {name: text for name, text in forms[0].fields if name != "_geste"}


def opened(client: TestClient, address: str = WEEK) -> dict[str, str]:
    answer = client.get(address, headers=HTML)
    assert answer.status_code == 200, answer.text
    return fields(answer)


def spaced(answer: httpx2.Response) -> str:
    """Return a page with plain spaces for those that hold two words together."""
    return re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", answer.text)


def send(client: TestClient, sent: Mapping[str, str], address: str = WEEK) -> httpx2.Response:
    return client.post(address, data=sent, headers=HTML | FORM, follow_redirects=False)


def templates(service: Service) -> list[tuple[str, str, list[int], str, str]]:
    with reading(service.engine) as session:
        return [
            (t.id, f"{t.start:%H:%M}", sorted(t.weekdays), f"{t.since:%d/%m}", t.team)
            for t in read(session).templates
            if t.until is None or f"{t.until:%m}" == "12"
        ]
