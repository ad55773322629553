"""Files for imports: bytes of no sense, and real files of which a part was spoilt."""

import io
import zipfile
from random import Random

from tests.api.commands import PETIT

CALENDAR = b"\r\n".join(
    (
        *(b"BEGIN:VCALENDAR", b"VERSION:2.0", b"PRODID:essai", b"BEGIN:VEVENT", b"UID:1"),
        *(b"DTSTART:20260302T090000Z", b"DTEND:20260302T160000Z", b"SUMMARY:Formation"),
        *(b"END:VEVENT", b"END:VCALENDAR", b""),
    )
)


def spoilt_file(random: Random) -> tuple[bytes, str]:
    """Return bytes of no sense, or a real file of which a part was spoilt, and its suffix."""
    kind = random.choice((".bin", ".csv", ".xlsx", ".ics", ".zip", ".zip"))
    if kind == ".bin":
        return random.randbytes(random.randrange(2000)), kind
    if kind == ".csv":
        whole = (PETIT / "personnes.csv").read_bytes()
    elif kind == ".ics":
        whole = CALENDAR
    else:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for path in sorted(PETIT.glob("*.csv")):
                archive.write(path, path.name)
        whole = made.getvalue()
    spoilt = bytearray(whole)
    for _ in range(random.randrange(6)):
        spoilt[random.randrange(len(spoilt))] = random.randrange(256)
    cut = random.randrange(1, len(spoilt)) if random.random() < 0.3 else len(spoilt)
    return bytes(spoilt[:cut]), kind
