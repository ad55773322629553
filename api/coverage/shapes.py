"""Coverage as it crosses HTTP: no field is about a person, neither a name nor an id."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

from api.web.answer import Items


class FundedDispositifOut(BaseModel):
    """A dispositif; `months`: those of which something is published."""

    id: str = Field(examples=["parc"])
    name: str = Field(examples=["Médiation de nuit au parc"])
    agency: str
    agency_name: str
    hours: str = Field(examples=["Tous les soirs de 20 h à 2 h"])
    months: list[str] = Field(examples=[["2026-10", "2026-11"]])


class Counts(BaseModel):
    """
    Slots, and posts over all of them (see `scheduler.domain.posts`).

    `minimum` and `target`: posts asked for; `filled`: posts held; `under`: posts open under a
    minimum; `met`: slots at their minimum; `full`: slots at their target. `rate`: posts held on
    those targeted, what one need has too many making up for no other (null: none was targeted).
    """

    slots: int
    minimum: int
    target: int
    filled: int
    under: int
    met: int
    full: int
    rate: float | None


class CoverageDayOut(Counts):
    """One day of one site, for one kind of slot."""

    on: date
    site: str
    site_name: str
    kind: str = Field(examples=["soiree"])
    kind_label: str = Field(examples=["soirée"])


class CoverageOut(BaseModel):
    """The published coverage of a dispositif in a month."""

    dispositif: str
    name: str
    month: str
    total: Counts
    days: list[CoverageDayOut]


class CommitmentsOut(BaseModel):
    """
    Shares, at most 1: of slots at their minimum, at their target; of posts held.

    `posts_held` is null where no post was targeted.
    """

    minimum_met: float
    target_met: float
    posts_held: float | None


class AllCoverageOut(Items[CoverageOut]):
    """A page of dispositifs; `commitments`: over all of them (null: no slot is published)."""

    commitments: CommitmentsOut | None
