"""vdirsyncer and khal: synchronise a feed into a folder, and tell what the folder shows as JSON."""

import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

BIN = Path(sys.executable).parent

SYNCED = """[general]
status_path = "{folder}/status/"
[pair flux]
a = "local"
b = "served"
collections = null
conflict_resolution = "b wins"
[storage local]
type = "filesystem"
path = "{folder}/flux/"
fileext = ".ics"
[storage served]
type = "http"
url = "{url}"
"""

SHOWN = """[calendars]
[[flux]]
path = {folder}/flux/
type = calendar
[locale]
local_timezone = UTC
default_timezone = Europe/Paris
timeformat = %H:%M
dateformat = %d/%m/%Y
longdateformat = %d/%m/%Y
datetimeformat = %d/%m/%Y %H:%M
longdatetimeformat = %d/%m/%Y %H:%M
[sqlite]
path = {folder}/khal.db
[default]
print_new = False
"""

FORMAT = "{uid}\t{all-day}\t{start-long}\t{end-long}\t{title}"


def run(*command: str | Path, answer: str = "") -> str:
    done = subprocess.run(
        command,
        input=answer,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "400", "NO_COLOR": "1"},
    )
    if done.returncode:
        raise SystemExit(f"{command} : {done.stdout}{done.stderr}")
    return done.stdout


def listed(khal: Path) -> str:
    """Return what khal shows, in UTC."""
    how = ("--once", "--day-format", "", "--format", FORMAT)
    return run(BIN / "khal", "-c", khal, "list", *how, "01/11/2025", "800d")


def moment(text: str, whole: bool, last: int) -> str:
    instant = datetime.strptime(text, "%d/%m/%Y" if whole else "%d/%m/%Y %H:%M").replace(tzinfo=UTC)
    if not whole:
        return f"{instant:%Y-%m-%dT%H:%M:%SZ}"
    # khal shows the last day of an event; a feed names the day after.
    return (instant + timedelta(days=last)).date().isoformat()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "flux").mkdir()
        khal = Path(folder) / "khal.conf"
        khal.write_text(SHOWN.format(folder=folder))
        for address in sys.stdin:
            config = Path(folder) / "vdirsyncer.conf"
            config.write_text(SYNCED.format(folder=folder, url=address.strip()))
            if not (Path(folder) / "status").exists():
                run(BIN / "vdirsyncer", "-c", config, "discover", answer="y\n")
            run(BIN / "vdirsyncer", "-c", config, "sync", "--force-delete")
            events = []
            for line in filter(None, listed(khal).splitlines()):
                uid, whole, start, end, title = line.split("\t")
                day = whole == "True"
                events.append([uid, moment(start, day, 0), moment(end, day, 1), title])
            sys.stdout.write(json.dumps(events) + "\n")
            sys.stdout.flush()


main()
