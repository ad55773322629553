"""Routes of the rules and their values on a day, with where each value comes from."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Query

from api.access.caller import Caller, Role
from api.access.door import Router
from api.access.errors import UnknownError
from api.access.reach import HR, Reach
from api.access.request import Reading, Who
from api.access.rights.rule import ACCOUNT, agency
from api.data.stored.association import read
from api.judging.rules.service import profile_on, rules_on, today
from api.judging.rules.shapes import ProfileOut, RulesOut
from api.web.problems import Fault, Refusal, refusals
from constraints.registry import agreements

router = Router(prefix="/api/v1", tags=["règles"])

Day = Annotated[date | None, Query(alias="day", description="Jour voulu ; sinon aujourd’hui.")]
Convention = Annotated[
    str, Query(max_length=120, description="Convention de branche, comme « eclat » ; sinon aucune.")
]
Agency = Annotated[str, Query(max_length=120, description="Agence ; sinon les valeurs de toutes.")]


@router.get("/regles", may=ACCOUNT)
def rules(_: Who, day: Day = None, agreement: Convention = "") -> RulesOut:
    """Énumère les règles du Code et d’une convention, avec leurs valeurs en vigueur."""
    check_agreement(agreement)
    return rules_on(day or today(), agreement)


@router.get("/rh/profil", may=agency(Role.RH), responses=refusals(404))
def in_force(
    who: Who, session: Reading, day: Day = None, agreement: Convention = "", agency: Agency = ""
) -> ProfileOut:
    """Donne toutes les valeurs en vigueur dans l’association, et d’où vient chacune."""
    association = read(session)
    _check_agency(who, agency, {agency.id for agency in association.agencies})
    check_agreement(agreement)
    return profile_on(association, day or today(), agency, agreement)


def _check_agency(who: Caller, agency: str, known: set[str]) -> None:
    """Refuse an agency that isn't there, or that the caller may not look at, alike."""
    mine = Reach(who, HR).agencies
    if agency and (agency not in known or (mine is not None and agency not in mine)):
        raise UnknownError


def check_agreement(agreement: str, field: str = "query.agreement") -> None:
    """
    Refuse a branch agreement that isn't known (empty: the request names none).

    Raises
    ------
    Refusal
        There is none of that name (422).
    """
    if agreement and agreement not in agreements():
        known = ", ".join(sorted(agreements()))
        fault = Fault(field=field, received=agreement, expected=f"l’une de : {known}")
        raise Refusal(422, "requete_invalide", "1 valeur refusée.", errors=[fault])
