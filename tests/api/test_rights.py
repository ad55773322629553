import pytest
from sqlalchemy import Engine

from api.access.caller import Role
from api.access.rights.rule import rights_of
from api.app import declared
from tests.api.rights import Doors, disagreements, routes
from tests.api.scopes import leaks, seen, seen_of_drafts
from tests.api.service import loaded, serve

OFTEN = ("absences", "besoins", "personnes", "souhaits")
"""Kinds of rows whose routes are walked each time; all are walked by `make prove`."""

STAFF = {Role.RESPONSABLE, Role.RH}
SCREENS = {
    "/accueil": STAFF,
    "/admin": {Role.ADMIN},
    "/aide": set(Role),
    "/calendrier": STAFF,
    "/commencer": STAFF | {Role.ADMIN},
    "/couverture": {Role.COMMANDITAIRE},
    "/demandes": STAFF,
    "/donnees": STAFF | {Role.ADMIN},
    "/donnees/importer": {Role.ADMIN, Role.RH},
    "/equipe": STAFF,
    "/equite": STAFF,
    "/formations": STAFF,
    "/marches": STAFF | {Role.COMMANDITAIRE},
    "/moi": {Role.MEDIATEUR},
    "/moi/appareils": set(Role),
    "/mois": STAFF,
    "/mon-tableau": STAFF,
    "/page/plannings": STAFF,
    "/plannings": STAFF,
    "/prevision": STAFF,
    "/rendez-vous": {Role.RESPONSABLE, Role.MEDIATEUR, Role.COMMANDITAIRE},
    "/rh": {Role.RH},
    "/rh/registre/{number}/rejeu": {Role.ADMIN, Role.RH},
    "/semaine-type": STAFF,
    "/telephones": {Role.ADMIN},
}
"""By the beginning of its address: whom a screen is for. Those below it are for no one else."""


@pytest.fixture
def doors(sqlite_engine: Engine) -> Doors:
    loaded(sqlite_engine)
    return Doors(serve(sqlite_engine).app, sqlite_engine)


def test_screens_are_declared_for_those_whose_work_they_are() -> None:
    table = rights_of(declared())
    roles = {
        path: set(access.roles)
        for (method, path), access in table.items()
        if method == "GET" and access.roles and not path.startswith("/api/")
    }
    above = {
        path: max((start for start in SCREENS if f"{path}/".startswith(f"{start}/")), key=len)
        for path in roles
    }

    assert {path for path in roles if not roles[path] <= SCREENS[above[path]]} == set()
    screens = SCREENS.keys() & roles.keys()
    assert {path: roles[path] for path in screens} == {path: SCREENS[path] for path in screens}
    assert set(above.values()) == SCREENS.keys()


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
