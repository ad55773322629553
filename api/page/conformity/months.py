"""Choose a published month, an agency and a basis: the form that the pages of RH share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query

from api.access.caller import Caller
from api.access.reach import HR, Reach
from api.access.request import Reading, Who
from api.data.association import Agency, Association
from api.french.words import month_name
from api.hours.months.service import Basis, month_seen_first
from api.ledger.history import whole
from api.web.clock import Now
from api.web.months import OneMonth, first_of
from scheduler.domain.time import civil_day

Text = Annotated[str, Query(max_length=120)]
BASES = {Basis.PLAN: "le planning publié", Basis.WORKED: "les heures faites"}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """
    What is looked at: a month (empty: none is published), an agency (empty: all), a basis.

    `months`, `agencies`: those to choose from. `missing`: why there is nothing to look at.
    `whole`: whether the caller answers for the whole association, whose documents of the month
    are one.
    """

    month: str
    agency: str
    basis: Basis
    months: tuple[str, ...]
    agencies: tuple[Agency, ...]
    missing: str
    whole: bool

    @property
    def bases(self) -> Mapping[Basis, str]:
        """What the hours may be taken from, in words."""
        return BASES

    @property
    def label(self) -> str:
        """The month's name (empty: no month)."""
        return month_name(first_of(self.month)) if self.month else ""

    @property
    def query(self) -> dict[str, str]:
        """The parameters of an address that keep the choice."""
        agency = {"agency": self.agency} if self.agency else {}
        return {"month": self.month, "basis": self.basis.value, **agency}

    def address(self, path: str, **more: str) -> str:
        """Return an address that keeps the choice, with other parameters."""
        return f"{path}?{urlencode({**self.query, **more})}"


def chosen(
    who: Caller, association: Association, now: datetime, *, month: str, agency: str, basis: Basis
) -> Choice:
    """Return the choice; the month, unless named, is the last published one that has begun."""
    published = association.published_months
    label = month or month_seen_first(association, civil_day(now))
    reach = Reach(who, HR)
    agencies = tuple(
        each for each in association.agencies if reach.agencies is None or each.id in reach.agencies
    )
    missing = ""
    if agency and agency not in {each.id for each in agencies}:
        missing = f"Aucune agence « {agency} » : choisissez-en une dans la liste."
    elif not published:
        missing = "Aucun mois n’est publié."
    elif label not in published:
        missing = f"Rien n’est publié en {month_name(first_of(label))}."
    return Choice(
        month=label,
        agency=agency,
        basis=basis,
        months=published,
        agencies=agencies,
        missing=missing,
        whole=reach.everything,
    )


def _in_address(
    who: Who,
    session: Reading,
    *,
    now: Now,
    month: OneMonth = "",
    agency: Text = "",
    basis: Basis = Basis.PLAN,
) -> Choice:
    """Return the choice that an address makes; on the plan, unless it says otherwise."""
    return chosen(who, whole(session), now, month=month, agency=agency, basis=basis)


TheChoice = Annotated[Choice, Depends(_in_address)]
