"""
Show a refused form again: the page that holds it, what was typed, and what was refused beside it.

One layer does so for every form, from the page's own HTML: a form that somebody adds has it too.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

from api.shell.document import environment
from api.web.texts import UNREADABLE

Pairs = list[tuple[str, str]]
Edit = tuple[int, int, str]
BOXES = frozenset({"checkbox", "radio"})
AS_THEY_ARE = frozenset({"button", "file", "image", "password", "reset", "submit"})
FIELDS = frozenset({"input", "select", "textarea"})
OVERTAKEN = 412
"""Status of a form filled from a state that is past: what it hides is then the present one's."""

PRESENT = "« {present} », qui y est à présent, ou ce que vous y mettez à la place"
"""What is expected of a field that somebody else changed meanwhile."""


@dataclass(frozen=True)
class Tag:
    """A tag of a page, between two places of its text."""

    name: str
    values: Mapping[str, str | None]
    begin: int
    end: int

    def get(self, name: str) -> str:
        """Return an attribute (empty: it has none)."""
        return self.values.get(name) or ""


class _Reader(HTMLParser):
    """The tags of a page; an end's name begins with `/`."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[Tag] = []
        self._lines = [0, *(match.end() for match in re.finditer("\n", page))]
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add(tag, dict(attrs), len(self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        self._add(f"/{tag}", {}, len(tag) + 3)

    def _add(self, name: str, values: Mapping[str, str | None], length: int) -> None:
        line, column = self.getpos()
        begin = self._lines[line - 1] + column
        self.tags.append(Tag(name, values, begin, begin + length))


def form_shown_again(
    page: str, here: str, sent_to: str, typed: Pairs, problem: Mapping[str, Any]
) -> str | None:
    """
    Return a page with a form filled as it was sent, each fault beside its field.

    `here`: the page's path; `sent_to`: that to which the form was sent. None: the page has no such
    form. Of several, it is the one whose hidden fields agree best with what was sent.
    """
    forms = [
        form for form in _forms(_Reader(page).tags) if _path(form[0].get("action"), here) == sent_to
    ]
    if not forms:
        return None
    form = max(forms, key=lambda tags: _agreeing(tags, typed))
    faults: dict[str, list[str]] = {}
    for fault in problem["errors"]:
        faults.setdefault(fault["field"].partition(".")[0], []).append(fault["expected"])
    overtaken = problem["status"] == OVERTAKEN
    for name, present in _changed(form, dict(typed)) if overtaken else ():
        words = PRESENT.format(present=present)
        faults.setdefault(name, []).append(words)
    parts: Any = environment().get_template("parts/forms.html").module
    edits = [(form[0].begin, form[0].begin, str(parts.summary(problem)))]
    edits += _filled(form, typed, faults, afresh=overtaken)
    for tag in form:
        expected = faults.pop(tag.get("name"), None) if _is_shown(tag) else None
        if expected is not None:
            words = str(parts.words(tag.get("name"), "", expected))
            edits.append((tag.begin, tag.begin, words))
    return _edited(page, edits)


def _is_shown(tag: Tag) -> bool:
    """Whether a tag is that of a field that people see."""
    return tag.name in FIELDS and tag.get("type") != "hidden"


def _changed(form: Sequence[Tag], sent: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the fields whose present text isn't what was sent, so that it is read first."""
    for tag in form:
        name, present = tag.get("name"), tag.get("value")
        typed_in = tag.name == "input" and tag.get("type") not in BOXES | AS_THEY_ARE
        if typed_in and _is_shown(tag) and present and sent.get(name, present) != present:
            yield name, present


def _path(action: str, here: str) -> str:
    return action.partition("?")[0] or here


def _forms(tags: Sequence[Tag]) -> Iterator[list[Tag]]:
    """Yield the tags of each form that is sent by POST, its own first."""
    form: list[Tag] = []
    for tag in tags:
        if tag.name == "form":
            form = [tag] if tag.get("method").lower() == "post" else []
        elif form:
            form.append(tag)
            if tag.name == "/form":
                yield form
                form = []


def _agreeing(form: Sequence[Tag], typed: Pairs) -> int:
    hidden = [tag for tag in form if tag.get("type") == "hidden"]
    return sum((tag.get("name"), tag.get("value")) in typed for tag in hidden)


class _Sent:
    """What was sent, by name: all of it, or one text after the other."""

    def __init__(self, typed: Pairs) -> None:
        self._texts: dict[str, list[str]] = {}
        for name, text in typed:
            self._texts.setdefault(name, []).append(UNREADABLE.sub("", text))
        self._next = {name: iter(texts) for name, texts in self._texts.items()}

    def has(self, name: str, text: str) -> bool:
        return text in self._texts.get(name, ())

    def next(self, name: str) -> str | None:
        return next(self._next.get(name, iter(())), None)


def _filled(
    form: Sequence[Tag], typed: Pairs, faults: Container[str], *, afresh: bool
) -> Iterator[Edit]:
    """Yield the changes that fill a form with what was sent (`afresh`: but for what it hides)."""
    sent, chosen = _Sent(typed), None
    for tag, after in pairwise(form):
        name, kind = tag.get("name"), tag.get("type")
        values = dict(tag.values)
        if tag.name == "option" and chosen is not None:
            values = _marked(tag, "selected", tag.get("value") == chosen)
        elif tag.name == "select":
            chosen = sent.next(name)
        elif tag.name == "textarea":
            yield tag.end, after.begin, escape(sent.next(name) or "")
        elif kind in BOXES:
            values = _marked(tag, "checked", sent.has(name, tag.get("value") or "on"))
        elif afresh and kind == "hidden":
            pass
        elif tag.name == "input" and kind not in AS_THEY_ARE:
            values["value"] = sent.next(name) or ""
        if name in faults and _is_shown(tag):
            described = f"{tag.get('aria-describedby')} {name}-faute".strip()
            values |= {"aria-invalid": "true", "aria-describedby": described}
        if values != tag.values:
            yield tag.begin, tag.end, _written(tag, values)


def _marked(tag: Tag, mark: str, wanted: bool) -> dict[str, str | None]:
    values = {name: value for name, value in tag.values.items() if name != mark}
    return {**values, mark: None} if wanted else values


def _written(tag: Tag, values: Mapping[str, str | None]) -> str:
    texts = (key if text is None else f'{key}="{escape(text)}"' for key, text in values.items())
    return f"<{' '.join([tag.name, *texts])}>"


def _edited(page: str, edits: Iterable[Edit]) -> str:
    """Return a page after changes, each from a place to another of what it was."""
    parts, done = [], 0
    for begin, end, new in sorted(edits, key=lambda edit: edit[:2]):
        parts += [page[done:begin], new]
        done = end
    return "".join([*parts, page[done:]])
