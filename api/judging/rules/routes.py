"""Règles et valeurs en vigueur: what rules say on a day, and where each value comes from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.access.admitting import Reading, Who
from api.access.caller import Caller
from api.access.errors import UnknownError
from api.access.reach import HR, Reach
from api.data.stored.association import read
from api.french.words import EFFECTS, SEVERITIES
from api.judging.in_force import agreement_json, rules_json
from api.web.problems import Fault, Refusal, refusals
from constraints.agreements.terms import Applied
from constraints.registry import agreements, applied_on, profile_of
from scheduler.finding import Effect, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

router = APIRouter(prefix="/api/v1", tags=["règles"])

Day = Annotated[date | None, Query(alias="day", description="Jour voulu ; sinon aujourd’hui.")]
Convention = Annotated[
    str, Query(max_length=120, description="Convention de branche, comme « eclat » ; sinon aucune.")
]
Agency = Annotated[str, Query(max_length=120, description="Agence ; sinon les valeurs de toutes.")]


class SourceOut(BaseModel):
    """A text of law or of an agreement."""

    article: str
    url: str


class AsideOut(BaseModel):
    """A value that another sets aside."""

    value: int
    text: str
    since: date
    until: date | None
    article: str
    url: str
    level: str


class ValueOut(BaseModel):
    """
    A value of a rule on the day (null: not in force yet), in `unit`.

    `floor` and `ceiling`: how far an agreement may move it; `authorised`: an authorisation.
    """

    name: str
    label: str
    unit: str
    value: int | None
    text: str
    since: date | None = None
    until: date | None = None
    article: str = ""
    url: str = ""
    level: str = ""
    floor: int | None = None
    ceiling: int | None = None
    authorised: tuple[int | None, int | None] | None = None
    set_aside: list[AsideOut] = []


class RuleOut(BaseModel):
    """A rule, its values on the day and its articles."""

    id: str
    title: str
    unit: str
    severity: str = Field(examples=["public_order"])
    severity_label: str = Field(examples=["ordre public"])
    effect: str = Field(examples=["block"])
    effect_label: str = Field(examples=["bloque la publication"])
    values: list[ValueOut]
    sources: list[SourceOut]


class RulesOut(BaseModel):
    """The rules on a day."""

    on: date
    rules: list[RuleOut]


class ProvisionOut(BaseModel):
    """What a branch agreement says and nothing computes."""

    id: str
    title: str
    text: str
    article: str
    url: str
    note: str


class AgreementOut(BaseModel):
    """A branch agreement's card."""

    id: str
    name: str
    idcc: int
    strength: str
    stated: date
    not_computed: list[ProvisionOut]
    warnings: list[str]


class ProfileOut(RulesOut):
    """The values in force for an agency, and the branch agreement that it applies."""

    agency: str
    agreement: AgreementOut | None


@router.get("/regles")
def rules(_: Who, day: Day = None, agreement: Convention = "") -> RulesOut:
    """Énumère les règles du Code et d’une convention, avec leurs valeurs en vigueur."""
    on = day or date.today()  # noqa: DTZ011 - a civil day
    profile = profile_of(applied_of(agreement))
    return RulesOut(on=on, rules=[_rule(row) for row in rules_json(profile, on)])


@router.get("/rh/profil", responses=refusals(404))
def in_force(
    who: Who, session: Reading, day: Day = None, agreement: Convention = "", agency: Agency = ""
) -> ProfileOut:
    """Donne toutes les valeurs en vigueur dans l’association, et d’où vient chacune."""
    association = read(session)
    on = day or date.today()  # noqa: DTZ011 - a civil day
    _check_agency(who, agency, {one.id for one in association.agencies})
    applied = applied_of(agreement) or association.applied
    profile = profile_of(applied, association.terms)
    found = applied_on(applied, on, agency)
    rows = [_rule(row) for row in rules_json(profile, on, agency)]
    return ProfileOut(
        on=on,
        agency=agency,
        rules=[row for row in rows if any(v.value is not None for v in row.values)],
        agreement=None if found is None else _card(agreement_json(found)),
    )


def _check_agency(who: Caller, agency: str, known: set[str]) -> None:
    """Refuse an agency that isn't there, or that the caller may not look at, alike."""
    mine = Reach(who, HR).agencies
    if agency and (agency not in known or (mine is not None and agency not in mine)):
        raise UnknownError


def applied_of(agreement: str, field: str = "query.agreement") -> tuple[Applied, ...]:
    """
    Return a branch agreement that someone names as applied (empty: none is named).

    Raises
    ------
    Refusal
        There is none of that name (422).
    """
    if not agreement:
        return ()
    if agreement not in agreements():
        known = ", ".join(sorted(agreements()))
        fault = Fault(field=field, found=agreement, expected=f"l’une de : {known}")
        raise Refusal(422, "requete_invalide", "1 valeur refusée.", errors=[fault])
    return (Applied(agreement=agreement),)


def _rule(row: Mapping[str, Any]) -> RuleOut:
    return RuleOut(
        id=row["id"],
        title=row["titre"],
        unit=row["unite"],
        severity=row["gravite"],
        severity_label=SEVERITIES[Severity(row["gravite"])],
        effect=row["effet"],
        effect_label=EFFECTS[Effect(row["effet"])],
        values=[_value(one) for one in row["valeurs"]],
        sources=[SourceOut(**one) for one in row["sources"]],
    )


def _value(row: Mapping[str, Any]) -> ValueOut:
    if row["valeur"] is None:
        return ValueOut(
            name=row["nom"], label=row["libelle"], unit=row["unite"], value=None, text=""
        )
    return ValueOut(
        name=row["nom"],
        label=row["libelle"],
        unit=row["unite"],
        value=row["valeur"],
        text=row["texte"],
        since=row["depuis"],
        until=row["jusqu_au"],
        article=row["article"],
        url=row["url"],
        level=row["niveau"],
        floor=row["plancher"],
        ceiling=row["plafond"],
        authorised=row["autorisation"],
        set_aside=[
            AsideOut(
                value=one["valeur"],
                text=one["texte"],
                since=one["depuis"],
                until=one["jusqu_au"],
                article=one["article"],
                url=one["url"],
                level=one["niveau"],
            )
            for one in row["ecartees"]
        ],
    )


def _card(card: Mapping[str, Any]) -> AgreementOut:
    return AgreementOut(
        id=card["id"],
        name=card["nom"],
        idcc=card["idcc"],
        strength=card["force"],
        stated=card["texte_du"],
        not_computed=[
            ProvisionOut(
                id=one["id"],
                title=one["titre"],
                text=one["texte"],
                article=one["article"],
                url=one["url"],
                note=one["note"],
            )
            for one in card["non_calcule"]
        ],
        warnings=card["avertissements"],
    )
