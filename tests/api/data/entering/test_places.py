"""Where rows lie, and who sees and holds what lies there."""

from __future__ import annotations

from api.access.caller import Caller, Grant, Role
from api.data.entering.places import EVERYWHERE, NOWHERE, Place, Places, held, seen
from api.data.folder.load import load
from tests.api.service import PETIT

ROLES = frozenset({Role.RESPONSABLE})


def caller(*grants: tuple[str, str]) -> Caller:
    given = (Grant(role=Role.RESPONSABLE, agency=a, dispositif=d) for a, d in grants)
    return Caller(user="u", grants=tuple(given))


def test_rows_lie_where_what_they_name_lies() -> None:
    places = Places(load(PETIT))
    here = frozenset({Place("ville", "P")})

    assert places.of("absences", {"mediator": "ada"}) == here
    assert places.of("absences", {"mediator": "nobody"}) == NOWHERE
    assert places.of("besoins", {"template": "P-J"}) == here
    assert places.of("verrous", {"mediator": "ada", "slot": "P-J-2026-03-04"}) == here
    assert places.of("verrous", {"mediator": "ada", "slot": "x"}) == here | NOWHERE
    assert places.of("trajets", {"origin": "place", "goal": "cfa"}) == {Place("ville")}
    assert places.of("dates_cohortes", {"cohort": "AMIS-2025"}) == {Place("ville")}
    assert places.of("derogations", {"agency": "", "dispositif": ""}) == EVERYWHERE
    assert places.of("derogations", {"agency": "ville", "dispositif": ""}) == {Place("ville")}
    assert places.of("employeur", {"about": "effectif"}) == EVERYWHERE


def test_what_is_learnt_for_one_request_stays_there() -> None:
    places = Places(load(PETIT))
    mine = places.copy()

    mine.learn("personnes", {"id": "gael", "agency": "ville", "dispositifs": ["P"]})

    assert mine.person("gael") == {Place("ville", "P")}
    assert places.person("gael") == NOWHERE


def test_what_is_there_is_not_learnt_anew() -> None:
    places = Places(load(PETIT)).copy()

    places.learn("personnes", {"id": "ada", "agency": "mer", "dispositifs": []})

    assert places.person("ada") == {Place("ville", "P")}


def test_one_place_is_enough_to_see_and_all_are_needed_to_change() -> None:
    both = frozenset({Place("ville", "P"), Place("mer", "Q")})
    one, two, all_of_it = (
        caller(("ville", "")),
        caller(("ville", ""), ("mer", "Q")),
        caller(("", "")),
    )

    assert [seen(who, ROLES, both) for who in (one, two, all_of_it)] == [True] * 3
    assert [held(who, ROLES, both) for who in (one, two, all_of_it)] == [False, True, True]
    assert [held(who, ROLES, EVERYWHERE) for who in (one, two, all_of_it)] == [False, False, True]
    assert not seen(caller(("mer", "R")), ROLES, both)
    assert seen(caller(("ville", "R")), ROLES, frozenset({Place("ville")}))
    assert not held(caller(("ville", "R")), ROLES, frozenset({Place("ville")}))
    assert not seen(one, ROLES, NOWHERE)
