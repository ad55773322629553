"""Whose the uploaded files are, and when they are erased."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from api.app import create
from api.controls.kept import of
from api.database.engine import connect, reading, writing
from api.database.tables.access import GrantRow
from api.settings import Settings
from tests.api.direct import DirectClient
from tests.api.page.control.test_pages import SHIFTS
from tests.api.page.control.uploads import (
    CODES,
    HERE,
    NAMES,
    answer,
    asked_codes,
    token_in,
    understood,
    upload,
)
from tests.api.page.every_role import HTML

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fastapi.testclient import TestClient

    from api.controls.kept import KeptFiles
    from tests.api.service import Service

    Another = Callable[[Service, TestClient], TestClient]


pytestmark = pytest.mark.long


def kept_by(service: Service, client: TestClient) -> KeptFiles | None:
    """Return what is kept of an account's files."""
    with reading(service.engine) as session:
        return of(session, client.headers["X-Test-User"], datetime.now(UTC))


@pytest.fixture
def another() -> Iterator[Another]:
    """Make clients of the same account at other processes that serve the same database."""
    with ExitStack() as stack:

        def made(service: Service, client: TestClient) -> TestClient:
            url = service.engine.url.render_as_string(hide_password=False)
            engine = connect(url)
            stack.callback(engine.dispose)
            app = create(Settings(database_url=url), engine)
            return stack.enter_context(DirectClient(app, headers=client.headers))

        yield made


def test_another_process_and_a_restart_find_files_and_answers(
    service_on_each: Service, another: Another
) -> None:
    client = service_on_each.client("rh")
    page = upload(client, ("mars.csv", CODES.encode()), debut="2026-03")
    second = another(service_on_each, client)

    assert asked_codes(second.get(HERE, headers=HTML).text) == ["N"]
    answer(second, page, codes={"N": ("travail", "21h-5h")})

    third = another(service_on_each, client)
    for process in (client, second, third):
        page = process.get(HERE, headers=HTML).text
        assert understood(page)["N"] == "21:00–05:00"
        assert asked_codes(page) == []
    form = {"jeton": token_in(page), "format": "xlsx"}
    assert third.post(f"{HERE}/documents", data=form).headers["content-type"] == "application/zip"
    client.post(f"{HERE}/fin", data={"jeton": token_in(page)})
    assert "Lire et contrôler" in third.get(HERE, headers=HTML).text
    stranger = another(service_on_each, service_on_each.client("rh"))
    assert "Lire et contrôler" in stranger.get(HERE, headers=HTML).text


def test_an_answer_to_what_another_process_has_answered_is_told_and_kept_in_the_form(
    service: Service, another: Another
) -> None:
    client = service.client("rh")
    second = another(service, client)
    page = upload(client, ("mars.csv", CODES.encode()))

    def answered_meanwhile(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "FROM control_file" in statement and meanwhile:
            answer(second, page, codes=meanwhile.pop())

    meanwhile = [{"N": ("travail", "22h-6h")}]
    sa.event.listen(service.engine, "before_cursor_execute", answered_meanwhile)
    late = answer(client, page, codes={"CA": ("travail", "6h-13h")}, status=409)

    assert "D’autres réponses sont arrivées entre-temps" in late
    assert 'value="6h-13h"' in late
    late = answer(client, late, codes={"CA": ("travail", "6h-13h")})
    assert (understood(late)["N"], understood(late)["CA"]) == ("22:00–06:00", "06:00–13:00")


def test_files_are_the_account_s_alone(service: Service) -> None:
    mine, other = service.client("rh"), service.client("rh")
    token = token_in(upload(mine, ("mars.csv", SHIFTS.encode())))

    assert "Lire et contrôler" in other.get(HERE, headers=HTML).text
    for path, form in (("documents", {"jeton": token}), ("reponses", {"jeton": token})):
        refused = other.post(f"{HERE}/{path}", data=form, headers=HTML)
        assert (refused.status_code, "ne sont plus gardés" in refused.text) == (409, True)
    for path in ("codes.xlsx", "noms.xlsx", "constat?code=x"):
        assert other.get(f"{HERE}/{path}").status_code == 409
    other.post(f"{HERE}/fin", data={"jeton": token})
    assert "Constats" in mine.get(HERE, headers=HTML).text


def test_who_loses_an_agency_no_longer_sees_what_it_knows(service: Service) -> None:
    client = service.client("rh")
    assert '<option value="ada">' in upload(client, ("mars.csv", NAMES.encode()), avec="oui")

    with writing(service.engine) as session:
        mine = GrantRow.user == client.headers["X-Test-User"]
        session.execute(sa.update(GrantRow).where(mine).values(agency="ailleurs"))

    page = client.get(HERE, headers=HTML).text
    assert "Qui est « Ada LEMOYNE » ?" in page
    assert '<option value="ada">' not in page


def test_files_are_erased_by_the_next_upload_on_demand_and_at_sign_out(service: Service) -> None:
    client = service.client("rh")
    upload(client, ("mars.csv", SHIFTS.encode()))
    first = kept_by(service, client)
    page = upload(client, ("mars.csv", SHIFTS.encode()))
    second = kept_by(service, client)
    assert first is not None
    assert second is not None
    assert first.token != second.token

    client.post(f"{HERE}/fin", data={"jeton": token_in(page)})
    assert kept_by(service, client) is None
    upload(client, ("mars.csv", SHIFTS.encode()))
    assert kept_by(service, client) is not None
    client.post("/deconnexion")

    assert kept_by(service, client) is None
    assert "Lire et contrôler" in client.get(HERE, headers=HTML).text


def test_a_form_of_files_before_is_refused_and_its_answers_go_with_the_next(
    service: Service,
) -> None:
    client = service.client("rh")
    before = upload(client, ("mars.csv", CODES.encode()))
    upload(client, ("avril.csv", CODES.replace("mars", "avril").encode()))

    late = answer(client, before, codes={"N": ("travail", "21h-5h")}, status=409)

    assert "Ces fichiers ne sont plus gardés" in late
    carried = '<input type="hidden" name="code" value="N">'
    assert carried in late
    sent = {"code": "N", "sens": "travail", "horaires": "21h-5h"}
    files = [("fichiers", ("mars.csv", CODES.encode()))]
    page = client.post(HERE, files=files, data=sent, headers=HTML).text
    assert understood(page)["N"] == "21:00–05:00"


def test_a_refused_upload_leaves_the_files_before(service: Service) -> None:
    client = service.client("rh")
    upload(client, ("mars.csv", SHIFTS.encode()))
    files = kept_by(service, client)

    client.post(HERE, data={"debut": "2026-03"}, headers=HTML)

    assert files is not None
    assert kept_by(service, client) == files
