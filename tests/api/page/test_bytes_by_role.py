"""Pages, answers and documents, found in the table of routes: no byte tells what a role mayn't."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape

import pytest
from sqlalchemy import select

from api.access.caller import Role
from api.database.engine import connect, reading
from api.database.tables.access import UserRow
from tests.api.databases import database
from tests.api.export.printed import texts
from tests.api.page.every_role import ADVICE, HEALTH, HTML, REASONS, mentions, names_of
from tests.api.page.furnished import address_of, furnish, give, paths
from tests.api.rights import Doors, Route, routes
from tests.api.scopes import PEOPLE, options
from tests.api.service import Service, serve
from tests.api.two_agencies import OWN

pytestmark = pytest.mark.long

ASKED = "congé"
"""What people ask for themselves, which tells nothing of colleagues."""

WHY = sorted({*REASONS, *HEALTH})
"""Reasons of absences, as people read them and as files write them."""

DOCUMENTS = ("xlsx", "csv", "compteurs", "ical", "fiches")
"""Kinds of documents of a month: the others show what these say."""

GENERAL = "/aide/"
"""Where words of the law stand, about nobody."""


@dataclass(frozen=True)
class Association:
    """An association with something of each kind, and an account of each role in one agency."""

    service: Service
    doors: Doors
    values: Mapping[str, str]

    def read(self, caller: Role) -> dict[str, str]:
        """
        Return what every address says that opens to a role, as text.

        Raises
        ------
        AssertionError
            The service fails at one, or most have nothing to say.
        """
        pages, document = set(paths()), self.doors.app.openapi()
        wanted = {
            address: {"headers": HTML} if route.path in pages else options(document, route, {})
            for route in routes(self.doors.app)
            if route.method == "GET" and route.awaited(caller) is None
            for address in self._addresses(route, pages)
        }
        answers = self.doors.answers([(caller, "GET", *each) for each in wanted.items()])
        statuses = [answer.status_code for answer in answers]
        assert max(statuses) < 500
        assert statuses.count(200) > len(statuses) / 2
        return {
            address: "\n".join(_texts(answer.content)).replace(ADVICE, "")
            for address, answer in zip(wanted, answers, strict=True)
            if not address.startswith(GENERAL)
        }

    def _addresses(self, route: Route, pages: set[str]) -> list[str]:
        if route.path in pages:
            return [address_of(route.path, self.values)]
        if not route.path.endswith("/documents/{kind}"):
            return [route.address({**self.values, "kind": "personnes"})]
        of = (f"agency={OWN}", f"planning={self.values['rota_id']}")
        addresses = [route.address({**self.values, "kind": kind}) for kind in DOCUMENTS]
        return [f"{address}?{query}" for address in addresses for query in of]


@pytest.fixture(scope="module")
def association(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Association]:
    path = tmp_path_factory.mktemp("bytes") / "roulement.db"
    for url in database(request, "sqlite", path):
        engine = connect(url)
        service = serve(engine)
        values = furnish(service)
        doors = Doors(service.app, engine, agency=OWN)
        give(service, values, doors.accounts[Role.MEDIATEUR][0])
        yield Association(service, doors, {**values, "foreign": "aucun"})
        engine.dispose()


def _texts(content: bytes) -> Iterator[str]:
    """Yield what bytes say: what archives and workbooks hold, what printed pages show."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name
                yield from _texts(archive.read(name))
    elif content.startswith(b"%PDF"):
        yield from texts(content)
    else:
        yield unescape(content.decode("utf-8", "replace"))


def mentioning(read: Mapping[str, str], words: Iterable[str]) -> list[str]:
    """Return which addresses say any of these words, and which word."""
    known = list(words)
    return [f"{where} : {word}" for where, text in read.items() for word in mentions(text, known)]


def test_a_commanditaire_reads_no_name_no_address_and_no_reason(association: Association) -> None:
    everybody = names_of(association.service)
    initials = [
        f"{first[0]}.{space}{last[0]}."
        for first, last in (name.split() for name in everybody if " " in name)
        for space in ("", " ", "\u00a0")
    ]
    own, _ = association.doors.accounts[Role.COMMANDITAIRE]
    with reading(association.service.engine) as session:
        others = session.scalars(select(UserRow.email).where(UserRow.id != own)).all()

    read = association.read(Role.COMMANDITAIRE)

    assert {address.partition("?")[0] for address in read} >= {
        "/couverture",
        "/api/v1/commanditaire/couverture",
    }
    assert mentioning(read, [*everybody, *initials, *others, *WHY]) == []


def test_a_mediateur_reads_no_colleagues_surname_nor_why_they_are_away(
    association: Association,
) -> None:
    names = [name for name in names_of(association.service) if " " in name]
    surnames = [name.split()[-1] for name in names if name != "Ada Lemoine"]

    read = association.read(Role.MEDIATEUR)

    assert mentioning(read, [*surnames, *(reason for reason in WHY if reason != ASKED)]) == []


def test_a_responsable_reads_nobody_out_of_reach_nor_why_anybody_is_away(
    association: Association,
) -> None:
    read = association.read(Role.RESPONSABLE)

    assert any("/documents/" in where for where in read if mentions(read[where], ["Ada Lemoine"]))
    assert mentioning(read, [*PEOPLE, *(reason for reason in WHY if reason != ASKED)]) == []
