"""What may be typed in the form of each kind, from its declaration: good, and wrong in each way."""

from collections.abc import Iterator, Sequence

from fastapi.testclient import TestClient

from api.access.rights.rows import RIGHTS, May
from api.data.rows.columns import Column
from api.data.rows.forms import Nature, refusal
from api.data.rows.kinds import KINDS
from api.page.data.form import COMPANIONS
from api.page.data.saving import typed_of
from tests.api.entered import keys
from tests.api.service import Service

WRITTEN = sorted(
    name
    for name, rights in RIGHTS.items()
    if May.WRITE in (rights.responsable, rights.rh, rights.admin)
)
"""Kinds that somebody may write: all of them, today."""

ADDED = {
    "trajets": {"origin": ["place"], "goal": ["cfa"]},
    "contrats": {"mediator": ["dorian"], "start": ["2026-09-01"]},
    "avenants": {"mediator": ["chloe"]},
    "formation_socle": {"mediator": ["chloe"]},
    "besoins": {"template": ["P-S"]},
}
"""What an example says otherwise, where the small association has it already or lacks it."""

WRONG = {
    Nature.DAY: ("?", "1899-12-31"),
    Nature.MOMENT: ("?", "1899-12-31"),
    Nature.CLOCK: ("?", "25:00"),
    Nature.HOURS: ("?", "-1"),
    Nature.NUMBER: ("?", "-1000"),
    Nature.CHOICE: ("?",),
    Nature.CHOICES: ("?",),
    Nature.WEEKDAYS: ("?",),
    Nature.IDENT: ("deux mots", "x" * 121),
    Nature.IDENTS: ("deux mots", "x" * 121),
    Nature.TEXT: ("=1+1", "x" * 241, "a\x01b"),
}
"""By nature, texts that no column of it takes."""


def writer(service: Service, kind: str, agency: str = "") -> TestClient:
    """Give a client that may write a kind over the whole association, or an agency."""
    role = "responsable" if RIGHTS[kind].responsable is May.WRITE else "rh"
    return service.client(role, agency=agency)


def key_of(client: TestClient, kind: str, **values: str) -> int:
    """Return the key of the first row that has these values."""
    rows = keys(client, kind).items()
    return next(k for k, row in rows if all(row[name] == text for name, text in values.items()))


def example(kind: str) -> dict[str, Sequence[str]]:
    """Return what is typed to add the example of a kind, with the examples of what goes with it."""
    known = KINDS[kind]
    row = known.model.model_validate(known.examples)
    typed: dict[str, Sequence[str]] = {**typed_of(known.columns.values(), row)}
    companion = COMPANIONS.get(kind)
    if companion is not None:
        other = companion.kind.model.model_validate(companion.kind.examples)
        typed |= typed_of(companion.columns, other, companion.prefix(0))
    return typed | ADDED.get(kind, {})


def wrong_texts(column: Column) -> Iterator[str]:
    """Yield texts that a column refuses: empty, unreadable, out of each bound."""
    high = column.form.high
    hours = column.nature is Nature.HOURS
    beyond = () if high is None else (str(high // 60 + 1) if hours else str(high + 1),)
    for text in ("", *WRONG[column.nature], *beyond):
        if refusal(column.read, text):
            yield text


def expected(column: Column, text: str) -> str:
    """Return what a file is told in place of a text."""
    return refusal(column.read, text)
