"""
Every text that enters is bounded once: what a database couldn't keep is refused by all doors.

What the doors refuse by themselves is tried on SQLite, without anything in it; what might reach a
column, and the fields that only a page shows, are tried on PostgreSQL, which keeps less.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import httpx2
import pytest

from api.database.engine import connect
from tests.api.databases import KINDS, database
from tests.api.rights import Doors
from tests.api.service import serve
from tests.api.text_walk import Text, declared, walked

UNREADABLE = {
    "NUL": "a\0b",
    "une commande": "a\x1bb",
    "une commande C1": "a\x85b",
    "une moitié de caractère": "a\ud800b",
}
REFUSED = range(400, 500)
LONG = "é" * 10_000
FORMS_OF_ROWS = ("/donnees", "/semaine-type", "/calendrier")
"""Where forms of rows are pages, whose columns refuse: see `tests.api.page.data.test_each_kind`."""


@dataclass(frozen=True)
class Walk:
    """All text fields of a service."""

    doors: Doors
    texts: Sequence[Text]

    def answers(self, texts: Sequence[Text], sent: Sequence[str]) -> list[httpx2.Response]:
        requests = [field.request(text) for field, text in zip(texts, sent, strict=True)]
        return self.doors.answers(requests)


ON_SQLITE, ON_POSTGRESQL, ON_BOTH = (
    pytest.mark.parametrize("walk", kinds, indirect=True, scope="module")
    for kinds in (["sqlite"], ["postgresql"], KINDS)
)


@pytest.fixture(scope="module")
def walk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Walk]:
    path = tmp_path_factory.mktemp("textes") / "roulement.db"
    for url in database(request, request.param, path):
        engine = connect(url)
        service = serve(engine)
        if request.param == "sqlite":
            doors, texts = Doors(service.app, engine, agency=""), [*declared(service.app)]
        else:
            doors, texts = walked(service)
        yield Walk(doors, texts)
        engine.dispose()


@pytest.mark.long
@ON_POSTGRESQL
def test_every_form_every_body_and_every_address_is_walked(walk: Walk) -> None:
    names = {(text.kind, text.path, text.name): text.most for text in walk.texts}

    assert names["form", "/moi/conges", "note"] == names["json", "/api/v1/conges", "note"] == 240
    assert ("form", "/donnees/{kind}/nouveau", "name") in names  # no parameter declares it
    assert ("form", "/connexion", "email") in names
    assert ("json", "/api/v1/session", "email") in names
    assert ("json", "/api/v1/responsable/plannings/{rota_id}", "operations.0.person") in names
    assert ("query", "/admin/journal", "objet") in names


@ON_BOTH
def test_what_no_text_holds_is_refused_at_its_field_by_every_door(walk: Walk) -> None:
    # Each field has one of them in turn: one function refuses all.
    kinds = list(UNREADABLE)
    sent = [UNREADABLE[kinds[turn % len(kinds)]] for turn in range(len(walk.texts))]
    wrong = []
    for field, answer in zip(walk.texts, walk.answers(walk.texts, sent), strict=True):
        page = "html" in answer.headers["content-type"]
        named = [] if page else [fault["field"] for fault in answer.json().get("errors", ())]
        shown = (page and field.path.startswith(FORMS_OF_ROWS)) or any(
            _is_of(field, name) for name in named
        )
        # The number of the row that was shown is compared, and never read.
        refused = {412, 422} if field.name == "_number" else {422}
        if answer.status_code not in refused or not shown:
            wrong.append(f"{field.where} : {answer.status_code} {named}")
    assert wrong == []


@ON_SQLITE
@pytest.mark.parametrize("path", ["/api/v1/session", "/connexion"])
@pytest.mark.parametrize("text", UNREADABLE.values(), ids=list(UNREADABLE))
def test_whoever_has_no_account_is_refused_each_of_them_when_signing_in(
    walk: Walk, path: str, text: str
) -> None:
    [field] = [t for t in walk.texts if (t.path, t.name) == (path, "email")]

    [answer] = walk.answers([field], [text])

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "email"
    assert "un texte lisible, sans caractère de commande" in answer.json()["errors"][0]["expected"]


@pytest.mark.long
@ON_POSTGRESQL
def test_ten_thousand_letters_are_refused_by_every_field_that_is_kept(walk: Walk) -> None:
    some = [text for text in walk.texts if text.kind != "query"]
    wrong = [
        f"{field.where} : {answer.status_code}"
        for field, answer in zip(some, walk.answers(some, [LONG] * len(some)), strict=True)
        if answer.status_code not in REFUSED
    ]
    assert wrong == []


@pytest.mark.long
@ON_POSTGRESQL
def test_the_longest_text_that_a_field_takes_is_kept_whole_or_refused(walk: Walk) -> None:
    some = [text for text in walk.texts if text.most and not text.is_row]
    sent = ["é" * (text.most or 0) for text in some]
    wrong = [
        f"{field.where} ({field.most}) : {answer.status_code} {answer.text[:200]}"
        for field, answer in zip(some, walk.answers(some, sent), strict=True)
        if answer.status_code >= 500
    ]
    assert wrong == []


@pytest.mark.long
@ON_POSTGRESQL
def test_an_empty_text_and_one_of_two_lines_are_taken_or_refused(walk: Walk) -> None:
    some = [text for text in walk.texts if text.kind == "form"]
    wrong = [
        f"{field.where} {sent!r} : {answer.status_code}"
        for sent in ("", "deux\r\nlignes")
        for field, answer in zip(some, walk.answers(some, [sent] * len(some)), strict=True)
        if answer.status_code >= 500
    ]
    assert wrong == []


def _is_of(field: Text, name: str) -> bool:
    """Whether a fault is told at the place of a field."""
    return name.removeprefix("query.").removeprefix("body.").startswith(field.name)
