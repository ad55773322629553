"""Send the forms of data as a browser would: fields as the page has them, some changed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from fastapi.testclient import TestClient

from tests.api.page.every_role import HTML

FORM = {"content-type": "application/x-www-form-urlencoded"}


@dataclass
class Page(HTMLParser):
    """What a page shows and what its last form of a row holds."""

    status: int
    text: str
    location: str = ""
    fields: dict[str, list[str]] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    action: str = ""
    within: bool = False
    select: str = ""
    area: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Take in the fields of the row's form."""
        has = dict(attrs)
        name = has.get("name") or ""
        if tag == "form":
            self.within = "card" in (has.get("class") or "").split()
            self.action = has["action"] or "" if self.within else self.action
        elif not self.within:
            return
        elif tag == "input" and name:
            box = has.get("type") in ("checkbox", "radio")
            self.fields.setdefault(name, [])
            if box:
                self.options.setdefault(name, []).append(has.get("value") or "")
            if not box or "checked" in has:
                self.fields[name].append(has.get("value") or "")
        elif tag == "select":
            self.select = name
            self.fields[name], self.options[name] = [], []
        elif tag == "option" and self.select:
            self.options[self.select].append(has.get("value") or "")
            if "selected" in has:
                self.fields[self.select] = [has.get("value") or ""]
        elif tag == "textarea":
            self.area = name
            self.fields[name] = [""]

    def handle_endtag(self, tag: str) -> None:
        """Leave a form, a list of choices, a text."""
        if tag == "form":
            self.within = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        """Take in the content of a text field."""
        if self.area:
            self.fields[self.area] = [self.fields[self.area][0] + data]

    @property
    def summary(self) -> list[str]:
        """Return the lines of the summary of what was refused."""
        block = re.search(r'<div class="problem".*?</div>', self.text, re.DOTALL)
        return re.findall(r"<li>(.*?)</li>", block[0], re.DOTALL) if block else []

    def faults(self, name: str) -> str:
        """Return what is said beside a field (empty: nothing)."""
        beside = re.search(rf'id="{re.escape(name)}-faute">(.*?)</span>', self.text, re.DOTALL)
        return beside[1] if beside else ""


def get(client: TestClient, address: str) -> Page:
    """Show a page."""
    answer = client.get(address, headers=HTML)
    return Page(answer.status_code, answer.text)


def send(client: TestClient, address: str, fields: Mapping[str, Any]) -> Page:
    """Send a form: a text a field, or several."""
    body = urlencode(fields, doseq=True)
    answer = client.post(address, content=body, headers=HTML | FORM, follow_redirects=False)
    return Page(answer.status_code, answer.text, answer.headers.get("location", ""))


def submit(client: TestClient, page: Page, **changed: Any) -> Page:
    """Send the form of a page, some of its fields changed (`a__b` for `a.b`)."""
    fields = page.fields | {name.replace("__", "."): value for name, value in changed.items()}
    return send(client, page.action, fields)
