from datetime import date

from api.access.caller import Caller, Grant, Role
from api.export.registers.records import Record
from api.hours.months.service import Basis
from api.obligations import records_of
from tests.api.publishing import publish
from tests.api.service import Service

RH = Caller(user="a" * 32, grants=(Grant(role=Role.RH),))
HOURS = {
    "person": "ada",
    "kind": "travail",
    "dispositif": "P",
    "start": "2026-03-07T09:00:00+01:00",
    "end": "2026-03-07T13:00:00+01:00",
    "why": "Marché exceptionnel",
}


def records(service: Service, basis: Basis) -> tuple[Record, ...]:
    return records_of(RH, service.engine, "2026-03", basis).registers.records


def test_a_month_is_gathered_once_until_something_of_it_changes(service: Service) -> None:
    publish(service.engine, date(2026, 3, 1))
    first = {basis: records(service, basis) for basis in Basis}
    assert all(records(service, basis) is first[basis] for basis in Basis)

    chief = service.client("responsable", agency="ville")
    assert chief.post("/api/v1/heures", json=HOURS).status_code == 201

    assert records(service, Basis.PLAN) is first[Basis.PLAN]
    assert records(service, Basis.WORKED) is not first[Basis.WORKED]


def test_hours_worked_stand_beside_the_rota_that_was_published(service: Service) -> None:
    publish(service.engine, date(2026, 3, 1))
    chief = service.client("responsable", agency="ville")
    assert chief.post("/api/v1/heures", json=HOURS).status_code == 201

    planned, worked = (
        records_of(RH, service.engine, "2026-03", basis).registers
        for basis in (Basis.PLAN, Basis.WORKED)
    )

    assert (worked.rota, worked.edition, worked.names) == (
        planned.rota,
        planned.edition,
        planned.names,
    )
    assert worked.records != planned.records
