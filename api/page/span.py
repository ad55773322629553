"""Choose months and a dispositif: what the forms of pages over several months share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.access.reach import OVERSEERS, Reach
from api.french.words import month_name
from api.shell.option import Option
from api.web.months import first_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.access.caller import Caller
    from api.data.association import Association


def month_options(labels: Iterable[str], chosen: str) -> tuple[Option, ...]:
    """Return months (`2026-03`) as options, in the order of the labels."""
    return tuple(
        Option(value=label, label=month_name(first_of(label)), chosen=label == chosen)
        for label in labels
    )


def dispositif_options(who: Caller, association: Association, chosen: str) -> tuple[Option, ...]:
    """Return all that a caller oversees (empty value), then each dispositif by name."""
    mine = sorted(Reach(who, OVERSEERS).dispositifs(association.dispositifs), key=lambda d: d.name)
    return (
        Option(value="", label="tous les miens", chosen=not chosen),
        *(Option(value=d.id, label=d.name, chosen=d.id == chosen) for d in mine),
    )
