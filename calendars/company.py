"""Name the people near a person during a shift, for its description in a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from calendars.appearance import short_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


@dataclass(frozen=True, kw_only=True)
class Company:
    """
    Ids of the people near during a shift.

    `partners` and `referents` hold the same slot; `on_call` are on call for its dispositif at some
    time of it.
    """

    partners: tuple[str, ...] = ()
    referents: tuple[str, ...] = ()
    on_call: tuple[str, ...] = ()

    def among(self, members: Collection[str]) -> Company:
        """Leave out partners and référents outside the team: its feed shows only the team."""
        return Company(
            partners=tuple(who for who in self.partners if who in members),
            referents=tuple(who for who in self.referents if who in members),
            on_call=self.on_call,
        )

    def lines(self, people: Mapping[str, str]) -> tuple[str, ...]:
        """Name them as « Prénom N. », one line per group; people not in `people` are left out."""
        lines = (
            ("Avec", self.partners),
            ("Référent :", self.referents),
            ("Référent d’astreinte :", self.on_call),
        )
        return tuple(
            f"{title} {', '.join(names)}"
            for title, who in lines
            if (names := _short_names(who, people))
        )


ALONE = Company()


def _short_names(ids: Iterable[str], people: Mapping[str, str]) -> list[str]:
    return sorted(short_name(people[person]) for person in ids if person in people)
