"""`rota doctor`: whether the service has what it needs, thing by thing."""

from __future__ import annotations

from rich.text import Text

from api.cli.screen import BLOCKED, OK, out, say, say_json
from api.french.plural import plural
from api.ops.check import Grade
from api.ops.doctor import examine
from api.settings import read_settings

STYLES = {Grade.OK: "green", Grade.WARNING: "yellow", Grade.FAULT: "bold red"}
WIDTH = 10


def doctor(*, mail_to: str, json: bool) -> int:
    """Examine settings, database, clock, address, mail, workers, backups and machine."""
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
