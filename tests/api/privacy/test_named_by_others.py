"""Rows of others that name somebody who is erased: they stay, without the name."""

import pytest
from sqlalchemy import Engine

from api.data.rows.kinds import KINDS
from api.data.stored import rows
from api.data.stored.association import read
from api.data.stored.rows import add, page
from api.database.engine import reading, writing
from tests.api.access.life import EMAIL, NAME, WHO, lived
from tests.api.privacy.test_erasure import HOUR, erased, where_found


def test_an_appointment_stays_without_who_was_to_hold_it(engine: Engine) -> None:
    lived(engine, HOUR)
    appointment = {
        "id": "RV-1",
        "dispositif": "P",
        "site": "place",
        "day": "2026-03-25",
        "start": "10:00",
        "minutes": 45,
        "mediator": WHO,
        "reference": "D-7",
    }
    with writing(engine) as session:
        add(session, KINDS["rendez_vous"], appointment)

    erased(engine)

    with reading(engine) as session:
        (left,) = read(session).appointments
        assert (left.id, left.reference, left.mediator) == ("RV-1", "D-7", "")
    assert where_found(engine, WHO, NAME, EMAIL) == {}


@pytest.mark.parametrize(
    ("named", "left"), [([WHO, "brice"], [["brice"]]), ([WHO], []), (["brice"], [["brice"]])]
)
def test_a_meeting_is_left_to_the_others_whom_it_names(
    sqlite_engine: Engine, named: list[str], left: list[list[str]]
) -> None:
    lived(sqlite_engine, HOUR)
    meeting = {
        "id": "R",
        "name": "Réunion",
        "dispositif": "P",
        "people": named,
        "site": "cfa",
        "start": "09:30",
        "end": "12:00",
        "since": "2026-03-10",
        "attendance": "souhaitee",
        "at_least": len(named),
    }
    with writing(sqlite_engine) as session:
        add(session, KINDS["temps_equipe"], meeting)
    erased(sqlite_engine)
    with reading(sqlite_engine) as session:
        meetings = page(session, KINDS["temps_equipe"])

    assert [entry.values["people"] for entry in meetings] == left


def test_a_contract_stays_without_whom_it_replaced(engine: Engine) -> None:
    lived(engine, HOUR)
    contract = {
        "mediator": "gael",
        "kind": "CDD",
        "start": "2026-03-02",
        "end": "2026-03-27",
        "weekly_minutes": 2100,
        "reason": "remplacement",
        "replaces": WHO,
    }
    person = {
        "id": "gael",
        "name": "Gaël Imbert",
        "role": "mediateur",
        "birth": "1990-01-01",
        "agency": "ville",
        "dispositifs": ["P"],
    }
    with writing(engine) as session:
        rows.apply(
            session, [rows.Add(KINDS["personnes"], person), rows.Add(KINDS["contrats"], contract)]
        )

    erased(engine)

    with reading(engine) as session:
        (left,) = rows.of_person(session, KINDS["contrats"], "gael")
    assert left.values["replaces"] == "efface"


def test_an_amendment_of_another_stays_when_the_person_whom_it_replaced_is_erased(
    sqlite_engine: Engine,
) -> None:
    lived(sqlite_engine, HOUR)
    values = {
        "mediator": "chloe",
        "start": "2026-03-02",
        "end": "2026-03-29",
        "weekly_minutes": 1920,
        "ground": "remplacement",
        "replaced": WHO,
    }
    with writing(sqlite_engine) as session:
        add(session, KINDS["avenants"], values)

    erased(sqlite_engine)

    assert where_found(sqlite_engine, WHO) == {}
    with reading(sqlite_engine) as session:
        (contract,) = read(session).mediator_of["chloe"].contracts
    (amendment,) = contract.amendments
    assert (amendment.weekly_minutes, amendment.replaces) == (1920, True)
    assert amendment.replaced == "efface"
