"""Personal constraints that the law protects: pregnancy, health, family. Only RH knows which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from scheduler.domain.time import within


class ProtectionReason(StrEnum):
    """Why a person is protected; nobody but RH ever reads it."""

    PREGNANCY = "grossesse"
    HEALTH = "sante"
    FAMILY = "famille"


class Word(StrEnum):
    """On whose word somebody no longer works at night."""

    REQUEST = "demande"
    DOCTOR = "medecin"


@dataclass(frozen=True, kw_only=True)
class Protection:
    """
    What the work of a person may not be, from `since`, when it was made known, to `until` included.

    `no_night_since`: first day without night work, on whose word `no_night_by` says. `day_minutes`:
    the most work of a day, and `week_minutes` of a week. `no_overtime`: no week beyond the legal
    one. `pregnant_since`: the first day of the pregnancy, as the certificate tells it, and `birth`,
    expected or past. `arranged`: day of the written agreement on how the working time of a pregnant
    person is reduced.
    """

    reason: ProtectionReason
    since: date
    until: date | None = None
    no_night_since: date | None = None
    no_night_by: Word | None = None
    day_minutes: int | None = None
    week_minutes: int | None = None
    no_overtime: bool = False
    pregnant_since: date | None = None
    birth: date | None = None
    arranged: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the protection is in force on `day`."""
        return within(day, self.since, self.until)

    def bars_night_on(self, day: date) -> bool:
        """Whether the person works no minute of the night on `day`."""
        return self.no_night_since is not None and self.no_night_since <= day and self.holds_on(day)

    def pregnant_on(self, day: date, number: int) -> bool:
        """Whether `day` is at least that day of the pregnancy, 1 being the first, up to birth."""
        return (
            self.pregnant_since is not None
            and within(day, self.pregnant_since + timedelta(days=number - 1), self.birth)
            and self.holds_on(day)
        )
