"""Send the forms of data as a browser would: fields as the page has them, some changed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from fastapi.testclient import TestClient

from tests.api.page.every_role import HTML

FORM = {"content-type": "application/x-www-form-urlencoded"}


class Form(HTMLParser):
    """What the forms of a row hold on a page; its last one is sent."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.options: dict[str, list[str]] = {}
        self.action = self.select = self.area = ""
        self.within = False
        for form in re.findall(r"<form\b.*?</form>", page, re.DOTALL):  # not the menu: it is long
            self.feed(form)

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


@dataclass
class Page:
    """What a page shows; its form is read only where a test asks for it."""

    status: int
    text: str
    location: str = ""

    @cached_property
    def form(self) -> Form:
        return Form(self.text)

    @property
    def fields(self) -> dict[str, list[str]]:
        return self.form.fields

    @property
    def options(self) -> dict[str, list[str]]:
        return self.form.options

    @property
    def action(self) -> str:
        return self.form.action

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
