import pytest
from sqlalchemy import Engine

from tests.api.rights import Doors, disagreements, routes
from tests.api.scopes import leaks, seen, seen_of_drafts
from tests.api.service import loaded, serve

OFTEN = ("absences", "besoins", "personnes", "souhaits")
"""Kinds of rows whose routes are walked each time; all are walked by `make prove`."""


@pytest.fixture
def doors(sqlite_engine: Engine) -> Doors:
    loaded(sqlite_engine)
    return Doors(serve(sqlite_engine).app, sqlite_engine)


@pytest.mark.long
def test_every_door_opens_to_whom_the_table_says_and_shuts_alike(doors: Doors) -> None:
    chosen = routes(doors.app)

    assert len(chosen) > 100
    assert disagreements(doors, chosen, whole=False) == []


@pytest.mark.long
def test_what_lies_elsewhere_answers_to_the_byte_as_what_is_not_there(
    sqlite_engine: Engine,
) -> None:
    trials = seen(serve(sqlite_engine).app, sqlite_engine, OFTEN)

    assert len(trials) > 50
    assert [trial.wrong for trial in trials if trial.wrong] == []


@pytest.mark.long
@pytest.mark.parametrize("dispositif", ["", "P"])
def test_a_draft_that_names_its_dispositifs_alone_is_its_responsables_on_every_route(
    sqlite_engine: Engine, dispositif: str
) -> None:
    trials = seen_of_drafts(serve(sqlite_engine).app, sqlite_engine, dispositif=dispositif)

    assert len(trials) > 20
    assert [trial.wrong for trial in trials if trial.wrong] == []


@pytest.mark.long
def test_no_list_shows_what_lies_elsewhere(sqlite_engine: Engine) -> None:
    assert leaks(serve(sqlite_engine).app, sqlite_engine) == []
