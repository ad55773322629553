"""Fill a database with something of everything, and compare all that it holds."""

from datetime import UTC, date, datetime, time

from sqlalchemy import Engine

from api.access.accounts.service import LOCAL
from api.data.association import Published
from api.database.backup.saving import lines_of, plain_tables
from api.database.engine import reading, writing
from api.database.tables.access import UserRow
from api.database.tables.feeds import FeedBytesRow
from api.ledger.append import import_history
from api.month.folder.importing import import_folder
from scheduler.domain.duty import Duty
from scheduler.domain.problem import Worked
from scheduler.domain.time import Span, at
from tests.api.database.folders import PETIT


def lived(engine: Engine) -> None:
    """Fill a database: rows, a publication, accounts, bytes."""
    import_folder(engine, LOCAL, PETIT)
    span = Span(at(date(2026, 2, 2), time(9)), at(date(2026, 2, 2), time(16)))
    duty = Duty(id="P-J-2026-02-02", span=span, dispositif="P", agency="ville", decided=False)
    with writing(engine) as session:
        worked = Worked(mediator="ada", duty=duty)
        import_history(session, LOCAL, {"2026-02": (Published(uid="u1", worked=worked),)})
        session.add(UserRow(email="a@b.fr", name="Zoé « à l’œuvre »\n;", made=datetime.now(UTC)))
        session.add(
            FeedBytesRow(
                kind="personne",
                target="ada",
                alarm=-1,
                content=bytes(range(256)),
                etag="x",
                changed=datetime.now(UTC),
                publication=1,
            )
        )


def content(engine: Engine) -> dict[str, list[bytes]]:
    with reading(engine) as session:
        connection = session.connection()
        return {table.name: list(lines_of(connection, table)) for table in plain_tables()}
