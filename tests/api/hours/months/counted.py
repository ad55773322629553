"""What a published month of a served association counts for its people."""

from api.database.engine import reading
from api.hours.months.service import Basis, month_of, person_count
from api.planning.counters import Counters
from tests.api.service import Service


def counted(service: Service, label: str, basis: Basis = Basis.PLAN) -> dict[str, Counters]:
    """Return everybody's counters of a month (`2026-03`), by the person's id."""
    with reading(service.engine) as session:
        month = month_of(session, label, basis, service.app.state.now())
    people = month.rota.problem.mediators
    return {person.id: person_count(month, person).counters for person in people}
