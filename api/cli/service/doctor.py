"""`rota doctor`: whether the service has what it needs, thing by thing."""

from __future__ import annotations

from rich.text import Text

from api.cli.screen import BLOCKED, OK, out, say, say_json
from api.french.words import plural
from api.ops.check import State
from api.ops.doctor import examine
from api.settings import read_settings

STYLES = {State.OK: "green", State.WARNING: "yellow", State.FAULT: "bold red"}
WIDTH = 10


def doctor(*, mail_to: str, json: bool) -> int:
    """Examine settings, database, clock, address, mail, workers, backups and machine."""
    settings = read_settings()
    found = []
    for one in examine(settings, mail_to):
        found.append(one)
        if not json:
            line = Text(f"{one.state.value:<{WIDTH}}", style=STYLES[one.state])
            out().print(line + Text(f"{one.name} : {one.text}", style="default"), soft_wrap=True)
    faults = sum(one.state is State.FAULT for one in found)
    if json:
        say_json(
            {
                "state": "faute" if faults else "pret",
                "checks": [
                    {"name": one.name, "state": one.state.value, "text": one.text} for one in found
                ],
            }
        )
    elif faults:
        say(f"{plural(faults, 'faute')} à corriger.", "bold red")
    return BLOCKED if faults else OK
