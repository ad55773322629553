"""Where rows lie."""

from __future__ import annotations

from api.access.reach import Area
from api.data.folder.load import load
from api.data.stored.places import EVERYWHERE, NOWHERE, Places
from tests.api.service import PETIT


def test_rows_lie_where_what_they_name_lies() -> None:
    places = Places(load(PETIT))
    here = frozenset({Area("ville", "P")})

    assert places.of("absences", {"mediator": "ada"}) == here
    assert places.of("absences", {"mediator": "nobody"}) == NOWHERE
    assert places.of("besoins", {"template": "P-J"}) == here
    assert places.of("verrous", {"mediator": "ada", "slot": "P-J-2026-03-04"}) == here
    assert places.of("verrous", {"mediator": "ada", "slot": "x"}) == here | NOWHERE
    assert places.of("trajets", {"origin": "place", "goal": "cfa"}) == {Area("ville")}
    assert places.of("dates_cohortes", {"cohort": "AMIS-2025"}) == {Area("ville")}
    assert places.of("derogations", {"agency": "", "dispositif": ""}) == EVERYWHERE
    assert places.of("derogations", {"agency": "ville", "dispositif": ""}) == {Area("ville")}
    assert places.of("employeur", {"about": "effectif"}) == EVERYWHERE


def test_what_is_learnt_for_one_request_stays_there() -> None:
    places = Places(load(PETIT))
    mine = places.copy()

    mine.learn("personnes", {"id": "gael", "agency": "ville", "dispositifs": ["P"]})

    assert mine.person("gael") == {Area("ville", "P")}
    assert places.person("gael") == NOWHERE


def test_what_is_there_is_not_learnt_anew() -> None:
    places = Places(load(PETIT)).copy()

    places.learn("personnes", {"id": "ada", "agency": "mer", "dispositifs": []})

    assert places.person("ada") == {Area("ville", "P")}
