"""Check all that a service needs, one line each."""

from collections.abc import Iterator

from api.database.engine import connect
from api.ops.check import Check, Grade, well
from api.ops.checks.address import address, proxies
from api.ops.checks.clock import clock, zone
from api.ops.checks.database import journal_mode, permissions, reached, schema, space
from api.ops.checks.machine import backups, memory, printing
from api.ops.checks.mail import mail
from api.ops.checks.sign_on import sign_on
from api.ops.checks.workers import queue, workers
from api.settings import Settings


def examine(settings: Settings, mail_to: str = "") -> Iterator[Check]:
    """
    Run all checks, in the order in which one would repair things; nothing is written.

    `mail_to`: an address to which a mail is really sent. What needs the database or its tables is
    left out when they are away.
    """
    yield well("réglages", "lus")
    engine = connect(settings.database_url)
    try:
        base = reached(engine)
        yield base
        if base.state is Grade.OK:
            tables = schema(engine)
            yield tables
            yield journal_mode(engine)
            yield permissions(engine)
            yield queue(settings)
            if tables.state is Grade.OK:
                yield workers(engine, settings)
            yield clock(engine)
        yield space(engine, settings)
    finally:
        engine.dispose()
    yield zone()
    yield address(settings)
    yield proxies(settings)
    yield mail(settings, mail_to)
    yield sign_on(settings)
    yield backups(settings)
    yield printing()
    yield memory(settings)
