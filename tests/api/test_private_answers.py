"""No answer is kept by a cache, on a shared computer or on the way, but what says so itself."""

import pytest
from sqlalchemy import Engine

from api.access.caller import Role
from tests.api.page.every_role import HTML
from tests.api.page.furnished import QUERIES, furnish, give, have_judged
from tests.api.rights import NOBODY, OPEN, Doors, routes
from tests.api.scopes import options
from tests.api.service import serve
from tests.api.text_walk import filled

OF_THEIR_OWN = ("/statique/", "/feeds/", "/favicon.ico")
"""Style and scripts, the same for everybody, and calendars, which phones ask about again."""

STREAM = "text/event-stream; charset=utf-8"
"""Events of a calculation, which end with it: nothing that is read later."""


@pytest.mark.long
def test_every_answer_to_a_reader_is_kept_by_no_cache(sqlite_engine: Engine) -> None:
    service = serve(sqlite_engine)
    values = furnish(service)
    doors = Doors(service.app, service.engine, agency="")
    give(service, values, doors.accounts[Role.MEDIATEUR][0])
    known = {**values, "foreign": have_judged(doors), "number": "1"}
    document = service.app.openapi()
    sent, where = [], []
    for route in routes(service.app):
        if route.method != "GET" or route.path.startswith(OF_THEIR_OWN):
            continue
        address = filled(route.path, known)
        address += QUERIES.get(route.path, "").format_map(known)
        more = options(document, route, known)
        if not route.path.startswith("/api/"):
            more["headers"] |= HTML
        for caller in [NOBODY] if route.row.scope in OPEN else sorted(route.row.roles) or [Role.RH]:
            sent.append((str(caller), "GET", address, more))
            where.append(f"{route.path}, {caller}")

    answers = doors.answers(sent)

    kept = [
        f"{place} : {answer.headers.get('cache-control')}"
        for place, answer in zip(where, answers, strict=True)
        if answer.headers.get("cache-control") != "no-store"
        and answer.headers.get("content-type") != STREAM
    ]
    assert kept == []
    shown = {
        place.partition(",")[0]
        for place, answer in zip(where, answers, strict=True)
        if answer.status_code == 200
    }
    assert {"/donnees/{kind}/lignes.csv", "/donnees/importer/modele.xlsx"} <= shown
