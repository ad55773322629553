"""`rota doctor`: whether the service has what it needs, thing by thing."""

from __future__ import annotations

from typing import Annotated

from api.cli import options as o
from api.cli.command import SERVE, CommandSet, when_it_runs

with when_it_runs():
    from collections.abc import Iterator

    from rich.text import Text

    from api.cli.screen import BLOCKED, OK, out, say, say_json
    from api.database.engine import connect
    from api.french.plural import plural
    from api.ops.check import Check, Grade, well
    from api.ops.database import journal_mode, permissions, queue, reached, schema, space, workers
    from api.ops.machine import backups, clock, memory, printing, zone
    from api.ops.network import address, mail, proxies, sign_on
    from api.settings import Settings, read_settings


commands = CommandSet()

STYLES = {"OK": "green", "attention": "yellow", "faute": "bold red"}
WIDTH = 10


@commands.declare(
    "Examine ce dont le service a besoin : réglages, base et place, horloge et fuseau, adresse "
    "publique, courriel, connexion par un tiers, travailleurs, sauvegardes, impression, mémoire.",
    panel=SERVE,
)
def doctor(
    *,
    mail_to: Annotated[
        str,
        o.option("--courriel", "ADRESSE", "Envoie vraiment un courriel d’essai à cette adresse."),
    ] = "",
    json: o.AsJson = False,
) -> int:
    settings = read_settings()
    checks = []
    for check in examine(settings, mail_to):
        checks.append(check)
        if not json:
            line = Text(f"{check.state.value:<{WIDTH}}", style=STYLES[check.state])
            out().print(
                line + Text(f"{check.name} : {check.text}", style="default"), soft_wrap=True
            )
    faults = sum(check.state is Grade.FAULT for check in checks)
    if json:
        say_json(
            {
                "state": "faute" if faults else "pret",
                "checks": [
                    {"name": check.name, "state": check.state.value, "text": check.text}
                    for check in checks
                ],
            }
        )
    elif faults:
        say(f"{plural(faults, 'faute')} à corriger.", "bold red")
    return BLOCKED if faults else OK


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
