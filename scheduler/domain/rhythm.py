"""What a week's shape is priced by: which kinds of shape there are, and what RH says of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class RhythmKind(StrEnum):
    """A shape of a week that people would rather not have."""

    DAY_OFF = "repos_isoles"
    DAY_OF_WORK = "jours_isoles"
    NO_PAIR = "semaines_sans_deux_repos"
    RETURN = "retours_rapides"
    EARLIER = "debuts_avances"
    LATER = "debuts_retardes"
    SPLIT = "week_ends_coupes"
    WEEKENDS = "week_ends_travailles"
    SATURDAY = "samedis_apres"


@dataclass(frozen=True, kw_only=True)
class RhythmPrice:
    """
    What one shape costs (0: it is no matter), of one kind or of all (None).

    `dispositif`: the price is for its people (empty: for everybody).
    """

    price: int
    kind: RhythmKind | None = None
    dispositif: str = ""


def price_in(
    prices: Iterable[RhythmPrice], kind: RhythmKind, dispositifs: Collection[str], usual: int
) -> int:
    """
    Return what a kind costs to somebody of some dispositifs; `usual`: where nothing is said.

    What is said of a dispositif goes before what is said of all, then what is said of the kind
    before what is said of all kinds. Of several dispositifs the dearest counts.
    """
    said = [
        (bool(each.dispositif), each.kind is not None, each.price)
        for each in prices
        if each.kind in {None, kind} and (not each.dispositif or each.dispositif in dispositifs)
    ]
    return max(said)[2] if said else usual
