"""Home Assistant's parser: reads a feed from a file and tells what it shows as JSON."""

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from ical.calendar_stream import IcsCalendarStream


def moment(value: date) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


for name in sys.stdin:
    calendar = IcsCalendarStream.calendar_from_ics(Path(name.strip()).read_bytes().decode())
    events = [(e.uid, moment(e.dtstart), moment(e.dtend), e.summary) for e in calendar.events]
    sys.stdout.write(json.dumps(events) + "\n")
    sys.stdout.flush()
