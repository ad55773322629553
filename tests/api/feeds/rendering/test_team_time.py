"""A team's own time in the calendars of its people."""

from sqlalchemy import Engine

from api.data.rows.kinds import KINDS
from api.data.stored.association import read
from api.data.stored.rows import add, change, page
from api.database.engine import reading, writing
from api.hours.my_shifts.pages import company_of, title_of
from api.hours.my_shifts.service import own_shifts
from tests.api.feeds.made import loaded, own, publish, stored
from tests.api.ledger.cases import BASE, LATER, LATEST
from tests.calendars.feeds import values

MEETING = {
    "id": "R",
    "name": "Analyse de pratique",
    "dispositif": "P",
    "site": "cfa",
    "start": "09:30",
    "end": "12:00",
    "since": "2026-03-10",
    "attendance": "souhaitee",
}
EVERYBODY = frozenset((who, "R-2026-03-10") for who in ("ada", "brice", "chloe", "farid"))


def planned(engine: Engine) -> None:
    loaded(engine)
    with writing(engine) as session:
        add(session, KINDS["temps_equipe"], MEETING)


def test_it_is_an_event_with_a_neutral_title_that_tells_which_below(
    sqlite_engine: Engine,
) -> None:
    planned(sqlite_engine)
    publish(sqlite_engine, EVERYBODY)
    content = stored(sqlite_engine, own(sqlite_engine, "brice").key).content

    assert values(content, "SUMMARY") == ["Temps d’équipe – Médiation de place"]
    assert values(content, "DESCRIPTION") == ["Analyse de pratique"]
    assert values(content, "LOCATION") == ["Centre de formation\\, Rue des Métiers\\, 35000 Ville"]
    assert values(content, "DTSTART")[-1:] == ["20260310T093000"]
    assert values(content, "TRANSP") == ["OPAQUE"]
    # Nobody else is named: a colleague who is left out would be known to be away.
    assert b"Ada" not in content


def test_its_event_is_the_same_one_as_long_as_one_attends(sqlite_engine: Engine) -> None:
    planned(sqlite_engine)
    publish(sqlite_engine, EVERYBODY)
    key = own(sqlite_engine, "brice").key
    first = stored(sqlite_engine, key).content
    publish(sqlite_engine, EVERYBODY - {("ada", "R-2026-03-10")}, LATER)
    without_ada = stored(sqlite_engine, key).content
    with writing(sqlite_engine) as session:
        (entry,) = page(session, KINDS["temps_equipe"], limit=1)
        change(
            session,
            KINDS["temps_equipe"],
            entry.key,
            entry.number,
            {**MEETING, "site": "place", "start": "10:00"},
        )
    publish(sqlite_engine, EVERYBODY, LATEST)
    moved = stored(sqlite_engine, key).content

    assert values(without_ada, "UID") == values(first, "UID") == values(moved, "UID")
    assert values(without_ada, "SEQUENCE") == values(first, "SEQUENCE") == ["0"]
    assert values(moved, "SEQUENCE") == ["1"]
    assert values(moved, "DTSTART")[-1:] == ["20260310T100000"]


def test_one_s_own_page_calls_it_by_its_name_and_lists_nobody(sqlite_engine: Engine) -> None:
    planned(sqlite_engine)
    publish(sqlite_engine, EVERYBODY | BASE)
    with reading(sqlite_engine) as session:
        ada = read(session).mediator_of["ada"]
        post, meeting = own_shifts(session, ada, "2026-03")

    assert [title_of(shift) for shift in (post, meeting)] == [
        "Médiation de place",
        "Analyse de pratique, Médiation de place",
    ]
    assert [company_of(shift) for shift in (post, meeting)] == [("Avec Brice K.",), ()]
