"""Whose a row is: the agencies, the people and the dispositifs that it bears on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, false, func, or_, select, type_coerce
from sqlalchemy.types import Text

from api.data.rows.demand import TemplateRow
from api.data.rows.forms import Nature
from api.data.rows.people import PersonRow
from api.data.rows.places import AgencyRow, DispositifRow, SiteRow, TripRow
from api.data.rows.training import CohortDaysRow, CohortRow, MemberRow
from api.data.tables.rows import table_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Select

    from api.data.rows.columns import Kind


PERSON, DISPOSITIF, SITE = table_of(PersonRow).c, table_of(DispositifRow).c, table_of(SiteRow).c
TEMPLATE, COHORT, MEMBER = table_of(TemplateRow).c, table_of(CohortRow).c, table_of(MemberRow).c


def in_agencies(kind: Kind, agencies: Collection[str]) -> ColumnElement[bool] | None:
    """Return which rows bear on some agencies, or on all (None: every row of the kind does)."""
    of = list(agencies)
    people = select(PERSON.id).where(PERSON.agency.in_(of))
    dispositifs = select(DISPOSITIF.id).where(DISPOSITIF.agency.in_(of))
    own = table_of(kind.model).c
    if kind.model is AgencyRow:
        return own.id.in_(of)
    within: list[ColumnElement[bool]] = [
        own[name].in_(ids)
        for named, ids in (("agences", of), ("personnes", people), ("dispositifs", dispositifs))
        for name in _naming(kind, named)
    ]
    if "template" in kind.columns:
        templates = select(TEMPLATE.id).where(TEMPLATE.dispositif.in_(dispositifs))
        within.append(own.template.in_(templates))
    if kind.model is CohortRow:
        within.append(own.id.in_(_cohorts(of)))
    if kind.model is CohortDaysRow:
        within.append(own.cohort.in_(_cohorts(of)))
    if kind.model is TripRow:
        within += [end.in_(_sites(of)) for end in (own.origin, own.goal)]
    if not within:
        return None
    if free := _free(kind):
        within.append(and_(*(own[name].is_(None) for name in free)))
    return or_(*within)


def _sites(agencies: Collection[str]) -> Select[Any]:
    """Select the sites of some agencies, and those that are everybody's."""
    return select(SITE.id).where(or_(SITE.agency.in_(agencies), SITE.agency.is_(None)))


def _cohorts(agencies: Collection[str]) -> Select[Any]:
    """Select the cohorts of some agencies: at their sites, or with a member of theirs."""
    people = select(PERSON.id).where(PERSON.agency.in_(agencies))
    members = select(MEMBER.cohort).where(MEMBER.mediator.in_(people))
    at_site = or_(COHORT.site.in_(_sites(agencies)), COHORT.site.is_(None))
    return select(COHORT.id).where(or_(at_site, COHORT.id.in_(members)))


def of_person(kind: Kind, person: str) -> ColumnElement[bool]:
    """Return which rows are a person's."""
    own = table_of(kind.model).c
    if kind.model is PersonRow:
        return own.id == person
    return or_(false(), *(own[name] == person for name in _naming(kind, "personnes")))


def of_dispositif(kind: Kind, dispositif: str) -> ColumnElement[bool]:
    """Return which rows are a dispositif's, or its templates'."""
    own = table_of(kind.model).c
    if kind.model is DispositifRow:
        return own.id == dispositif
    if kind.model is PersonRow:
        theirs = type_coerce(own.dispositifs, Text)
        return func.replace(theirs, f",{dispositif},", "") != theirs
    if "template" in kind.columns:
        return own.template.in_(select(TEMPLATE.id).where(TEMPLATE.dispositif == dispositif))
    return or_(false(), *(own[name] == dispositif for name in _naming(kind, "dispositifs")))


def _naming(kind: Kind, named: str) -> list[str]:
    """Return the fields of a kind that hold one id of another."""
    columns = kind.columns.values()
    return [c.field for c in columns if c.names == named and c.nature is Nature.IDENT]


def _free(kind: Kind) -> list[str]:
    """Return the fields that may be empty, if all that name somebody may: it holds for all then."""
    naming = [
        field for named in ("agences", "personnes", "dispositifs") for field in _naming(kind, named)
    ]
    return naming if not any(kind.columns[field].needed for field in naming) else []
