"""`petit` with a second place, the station."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from sqlalchemy import Engine

from api.data.rows.kinds import KINDS
from api.data.stored import rows
from api.database.engine import reading, writing
from api.ledger.append import append
from api.ledger.history import whole
from api.month.frames import framed
from api.planning.month_change import month_change
from scheduler.domain.problem import Assignment
from tests.api.service import LOCAL

PLACE, STATION = "P-J-2026-03-03", "P-K-2026-03-03"
MORNING = datetime(2026, 3, 3, 6, tzinfo=UTC)
"""Two hours before the teams of that Tuesday begin."""

ROWS_OF_STATION = (
    ("sites", {"id": "gare", "name": "Gare", "agency": "ville"}),
    (
        "gabarits",
        {
            "id": "P-K",
            "dispositif": "P",
            "site": "gare",
            "kind": "jour",
            "weekdays": [1],
            "start": "09:00",
            "end": "16:30",
            "since": "2026-01-01",
            "until": "2026-12-31",
            "binome": True,
        },
    ),
    (
        "besoins",
        {"template": "P-K", "roles": ["mediateur"], "minimum": 0, "target": 2, "maximum": 2},
    ),
    ("pauses", {"template": "P-K", "minutes": 30, "at": "12:30", "kind": "non_payee"}),
)


def with_station(engine: Engine, pairs: Iterable[tuple[str, str]], *, station: bool = True) -> None:
    """Add the station to `petit` (unless it is there), and publish who holds what in March."""
    added = ROWS_OF_STATION if station else ()
    with writing(engine) as session:
        rows.apply(session, [rows.Add(KINDS[name], values) for name, values in added])
    with reading(engine) as session:
        association = whole(session)
    month = date(2026, 3, 1)
    frame = framed(association, month, None, MORNING)
    rota = frame.rota(Assignment(*pair) for pair in pairs)
    with writing(engine) as session:
        append(session, LOCAL, month_change(association, rota, MORNING), agency="ville")
