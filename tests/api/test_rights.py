import pytest
from sqlalchemy import Engine

from api.access.caller import Role
from api.access.rights.rule import rights_of
from api.app import declared
from tests.api.page_scopes import seen_of_pages
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
    "/api/v1": set(Role),
    "/api/v1/admin": {Role.ADMIN},
    "/api/v1/commanditaire": {Role.COMMANDITAIRE},
    "/api/v1/responsable": STAFF,
    "/api/v1/rh": {Role.RH},
    "/api/v1/rh/imports": {Role.ADMIN, Role.RH},
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
"""By the beginning of addresses: whom a screen or operation is for. Those below: no one else."""


@pytest.fixture
def doors(sqlite_engine: Engine) -> Doors:
    loaded(sqlite_engine)
    return Doors(serve(sqlite_engine).app, sqlite_engine)


def test_routes_are_declared_for_those_whose_work_they_are() -> None:
    rights = rights_of(declared())
    table = {route: set(access.roles) for route, access in rights.items() if access.roles}
    above = {
        path: max((start for start in SCREENS if f"{path}/".startswith(f"{start}/")), key=len)
        for _, path in table
    }

    wider = {route for route, roles in table.items() if roles - SCREENS[above[route[1]]]}
    assert wider == {("POST", "/rh/registre/{number}/rejeu")}  # it calculates on a draft
    seen = {path: table["GET", path] for path in SCREENS if ("GET", path) in table}
    assert seen == {path: SCREENS[path] for path in seen}
    assert set(above.values()) == SCREENS.keys()


def test_a_draft_is_changed_by_responsables_alone() -> None:
    changed = {
        path
        for (method, path), access in rights_of(declared()).items()
        if method != "GET" and "/plannings" in path and access.roles != {Role.RESPONSABLE}
    }

    assert changed == {
        "/plannings/{rota_id}/absence",  # a row, and no shift
        "/api/v1/responsable/plannings/{rota_id}/versions/{number}/creneaux/{slot_id}/candidats",
    }


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
def test_a_page_of_what_lies_elsewhere_answers_to_the_byte_as_one_of_what_is_not_there(
    sqlite_engine: Engine,
) -> None:
    trials = seen_of_pages(serve(sqlite_engine).app, sqlite_engine)

    assert len(trials) > 200
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
