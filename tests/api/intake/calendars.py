"""Calendars made elsewhere, written line by line."""

from pathlib import Path


def event(*lines: str, start: str = "20260601T213000", end: str = "20260602T060000") -> str:
    """Write an event of Paris; lines that begin with DTSTART or DTEND take its place."""
    names = {line.partition(":")[0].partition(";")[0] for line in lines}
    usual = {
        "DTSTART": f"DTSTART;TZID=Europe/Paris:{start}",
        "DTEND": f"DTEND;TZID=Europe/Paris:{end}",
        "SUMMARY": "SUMMARY:Nuit",
    }
    kept = [line for name, line in usual.items() if name not in names]
    if "DURATION" in names:
        kept = [line for line in kept if not line.startswith("DTEND")]
    return "\n".join(["BEGIN:VEVENT", "UID:1", *kept, *lines, "END:VEVENT"])


def calendar(
    folder: Path, *parts: str, name: str = "X-WR-CALNAME:Planning de Ada", file: str = "ada.ics"
) -> Path:
    """Write a calendar of events and other parts."""
    lines = "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", name, *parts, "END:VCALENDAR"])
    path = folder / file
    path.write_bytes("\r\n".join(line for line in lines.split("\n") if line).encode() + b"\r\n")
    return path
