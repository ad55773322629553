"""Write content lines of iCalendar: escaped, folded by octets, ended by CRLF (RFC 5545 3.1)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

WIDTH = 75
"""Octets of a line at most, its end aside."""

_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")


def escape(text: str) -> str:
    """Return a TEXT value: control characters removed, iCalendar's special characters escaped."""
    return (
        _UNSEEN.sub("", text)
        .replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replace("\n", "\\n")
    )


def line(name: str, value: str) -> bytes:
    """Write one line; `name` carries its parameters. No character is cut in two."""
    whole = f"{name}:{value}".encode()
    if len(whole) <= WIDTH:
        return whole + b"\r\n"
    parts, start, room = [], 0, WIDTH
    while len(whole) - start > room:
        end = start + room
        while whole[end] & 0xC0 == 0x80:  # noqa: PLR2004 - inside a character of UTF-8
            end -= 1
        parts.append(whole[start:end])
        start, room = end, WIDTH - 1  # the blank that begins a continuation counts
    parts.append(whole[start:])
    return b"\r\n ".join(parts) + b"\r\n"


def text(name: str, value: str) -> bytes:
    """Write a line whose value is TEXT."""
    return line(name, escape(value))


def stamp(instant: datetime) -> str:
    """Write an instant in UTC."""
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def when(name: str, value: date) -> bytes:
    """Write a day, an instant in UTC, or any other instant with the name of its zone."""
    if not isinstance(value, datetime):
        return line(f"{name};VALUE=DATE", f"{value:%Y%m%d}")
    if value.tzinfo is UTC:
        return line(name, f"{value:%Y%m%dT%H%M%SZ}")
    return line(f"{name};TZID={value.tzinfo}", f"{value:%Y%m%dT%H%M%S}")


def duration(minutes: int) -> str:
    """Write a duration of whole minutes."""
    sign, size = ("-" if minutes < 0 else ""), abs(minutes)
    if size == 0:
        return "PT0S"
    if size % 60 == 0:
        return f"{sign}PT{size // 60}H"
    return f"{sign}PT{size}M"
