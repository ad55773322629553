"""A month published in a test's database, whatever the rules say of it."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine

from api.database.engine import reading, writing
from api.ledger.append import append
from api.ledger.history import whole
from api.planning.month_change import month_change
from api.planning.problem import assemble
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.domain.time import next_month
from tests.api.service import LOCAL

NOW = datetime(2026, 2, 20, 9, 0, tzinfo=UTC)


def publish(engine: Engine, month: date, each: int | None = None) -> Rota:
    """Publish a month in which each slot is held by `each` people (None: as many as it needs)."""
    with reading(engine) as session:
        association = whole(session)
    problem = assemble(association, month, next_month(month) - timedelta(days=1))
    chosen = set()
    for slot in problem.slots:
        wanted = sum(need.minimum for need in slot.needs) if each is None else each
        mine = [m for m in problem.mediators if slot.dispositif in m.dispositifs]
        chosen |= {Assignment(mediator.id, slot.id) for mediator in mine[:wanted]}
    rota = Rota(problem=problem, assignments=frozenset(chosen))
    made = month_change(association, rota, NOW)
    with writing(engine) as session:
        append(session, LOCAL, made)
    return rota
