"""Whose a row is: the agencies, the people and the dispositifs that it bears on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import false, func, or_, select, type_coerce
from sqlalchemy.types import Text

from api.data.rows import demand as d
from api.data.rows import people as p
from api.data.tables.demand import TemplateRecord
from api.data.tables.people import PersonRecord
from api.data.tables.places import DispositifRecord, SiteRecord
from api.data.tables.training import CohortRecord, MemberRecord

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import ColumnElement, Select

    from api.data.rows.people import Row
    from api.data.stored.association import Held
    from api.data.stored.kinds import Kind


def in_agencies(kind: Kind, agencies: Collection[str]) -> ColumnElement[bool] | None:
    """Return which rows bear on some agencies, or on all (None: every row of the kind does)."""
    of = list(agencies)
    people = select(PersonRecord.id).where(PersonRecord.agency.in_(of))
    dispositifs = select(DispositifRecord.id).where(DispositifRecord.agency.in_(of))
    record: Any = kind.record
    if kind.model is d.AgencyRow:
        return kind.record.__table__.columns["id"].in_(of)
    found: list[ColumnElement[bool]] = [
        getattr(record, name).in_(ids)
        for what, ids in (("agency", of), ("person", people), ("dispositif", dispositifs))
        for name in _names(kind, what)
    ]
    if "template" in kind.model.model_fields:
        templates = select(TemplateRecord.id).where(TemplateRecord.dispositif.in_(dispositifs))
        found.append(record.template.in_(templates))
    if kind.model is p.CohortRow:
        found.append(record.id.in_(_cohorts(of)))
    if kind.model is p.CohortDaysRow:
        found.append(record.cohort.in_(_cohorts(of)))
    if kind.model is d.TripRow:
        found += [getattr(record, end).in_(_sites(of)) for end in ("origin", "goal")]
    if not found:
        return None
    free = [getattr(record, name) for name in _free(kind)]
    if free:
        nobody = free[0].is_(None)
        for column in free[1:]:
            nobody &= column.is_(None)
        found.append(nobody)
    return or_(*found)


def _sites(agencies: Collection[str]) -> Select[Any]:
    """Select the sites of some agencies, and those that are everybody's."""
    mine = or_(SiteRecord.agency.in_(agencies), SiteRecord.agency.is_(None))
    return select(SiteRecord.id).where(mine)


def _cohorts(agencies: Collection[str]) -> Select[Any]:
    """Select the cohorts of some agencies: at their sites, or with a member of theirs."""
    people = select(PersonRecord.id).where(PersonRecord.agency.in_(agencies))
    members = select(MemberRecord.cohort).where(MemberRecord.mediator.in_(people))
    mine = or_(
        CohortRecord.site.in_(_sites(agencies)),
        CohortRecord.site.is_(None),
        CohortRecord.id.in_(members),
    )
    return select(CohortRecord.id).where(mine)


def of_person(kind: Kind, person: str) -> ColumnElement[bool]:
    """Return which rows are a person's."""
    record: Any = kind.record
    if kind.model is p.PersonRow:
        return kind.record.__table__.columns["id"] == person
    found = [getattr(record, name) == person for name in _names(kind, "person")]
    return or_(false(), *found)


def of_dispositif(kind: Kind, dispositif: str) -> ColumnElement[bool]:
    """Return which rows are a dispositif's, or its templates'."""
    record: Any = kind.record
    if kind.model is d.DispositifRow:
        return kind.record.__table__.columns["id"] == dispositif
    if kind.model is p.PersonRow:
        held = type_coerce(record.dispositifs, Text)
        return func.replace(held, f",{dispositif},", "") != held
    if "template" in kind.model.model_fields:
        templates = select(TemplateRecord.id).where(TemplateRecord.dispositif == dispositif)
        return or_(false(), record.template.in_(templates))
    found = [getattr(record, name) == dispositif for name in _names(kind, "dispositif")]
    return or_(false(), *found)


def agencies_of(held: Held, kind: Kind, row: Row) -> frozenset[str]:
    """Return the agencies that a row bears on (none: it holds for the whole association)."""
    if kind.model is d.AgencyRow:
        return frozenset({str(getattr(row, "id", ""))})
    agency_of_person = _column(held, p.PersonRow, "id", "agence")
    agency_of_dispositif = _column(held, d.DispositifRow, "id", "agence")
    found = {getattr(row, name) for name in _names(kind, "agency")}
    found |= {agency_of_person.get(getattr(row, n), "") for n in _names(kind, "person")}
    dispositifs = {getattr(row, name) for name in _names(kind, "dispositif")}
    template = getattr(row, "template", "")
    if template:
        dispositifs.add(_column(held, d.TemplateRow, "id", "dispositif").get(template, ""))
    found |= {agency_of_dispositif.get(one, "") for one in dispositifs}
    return frozenset(found - {""})


def _names(kind: Kind, what: str) -> Iterator[str]:
    """Yield the fields of a kind that name an agency, a person or a dispositif."""
    fields = kind.model.model_fields
    if what == "person":
        names = ("first", "second") if kind.model is p.PairRow else ("mediator",)
    else:
        names = (what,)
    yield from (name for name in names if name in fields)


def _free(kind: Kind) -> list[str]:
    """Return the fields that may be empty, if all that name somebody may: it holds for all then."""
    named = [name for what in ("agency", "person", "dispositif") for name in _names(kind, what)]
    columns = kind.record.__table__.columns
    return named if named and all(columns[name].nullable for name in named) else []


def _column(held: Held, model: type[Row], key: str, value: str) -> dict[str, str]:
    return {one.cells[key]: one.cells[value] for one in held.rows[model]}
