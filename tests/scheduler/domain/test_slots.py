"""Kinds of slots, where only hours tell them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scheduler.domain.slots import SlotKind, kind_by_hours
from scheduler.domain.time import Span


def span(start: str, end: str) -> Span:
    read = datetime.fromisoformat
    return Span(read(start).astimezone(UTC), read(end).astimezone(UTC))


@pytest.mark.parametrize(
    ("start", "end", "kind"),
    [
        ("2026-12-01T09:00+01:00", "2026-12-01T20:00+01:00", SlotKind.DAY),
        ("2026-12-01T09:00+01:00", "2026-12-01T20:01+01:00", SlotKind.EVENING),
        ("2026-12-01T15:00+01:00", "2026-12-01T23:00+01:00", SlotKind.EVENING),
        ("2026-12-01T15:00+01:00", "2026-12-01T23:01+01:00", SlotKind.NIGHT),
        ("2026-12-01T15:00+01:00", "2026-12-02T00:00+01:00", SlotKind.NIGHT),
        ("2026-12-01T21:30+01:00", "2026-12-02T06:00+01:00", SlotKind.NIGHT),
        ("2026-12-01T04:59+01:00", "2026-12-01T09:00+01:00", SlotKind.NIGHT),
        ("2026-12-01T05:00+01:00", "2026-12-01T09:00+01:00", SlotKind.DAY),
    ],
)
def test_a_shift_of_no_known_kind_is_told_by_its_hours(
    start: str, end: str, kind: SlotKind
) -> None:
    assert kind_by_hours(span(start, end)) is kind
