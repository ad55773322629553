"""Which table holds the rows of which source, and rows of one made into rows of the other."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from api.data.rows import demand as d
from api.data.rows import employer as e
from api.data.rows import people as p
from api.data.rows.cells import cells_from
from api.data.rows.sources import Written
from api.data.tables import demand as td
from api.data.tables import employer as te
from api.data.tables import people as tp
from api.data.tables import places as tl
from api.data.tables import training as tt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from api.data.rows.sources import Source
    from api.data.tables.record import Record

RECORDS: Mapping[type[p.Row], type[Record]] = MappingProxyType(
    {
        d.AgencyRow: tl.AgencyRecord,
        d.DispositifRow: tl.DispositifRecord,
        d.SiteRow: tl.SiteRecord,
        d.TripRow: tl.TripRecord,
        p.PersonRow: tp.PersonRecord,
        p.ContractRow: tp.ContractRecord,
        p.TitleRow: tp.TitleRecord,
        p.SocleRow: tp.SocleRecord,
        p.CohortRow: tt.CohortRecord,
        p.CohortDaysRow: tt.CohortDaysRecord,
        p.MemberRow: tt.MemberRecord,
        p.AbsenceRow: tp.AbsenceRecord,
        p.WishRow: tp.WishRecord,
        p.PairRow: tp.PairRecord,
        d.GroundRow: td.GroundRecord,
        d.VehicleRow: tl.VehicleRecord,
        d.SeasonRow: td.SeasonRecord,
        d.TemplateRow: td.TemplateRecord,
        d.NeedRow: td.NeedRecord,
        d.BreakRow: td.BreakRecord,
        d.ExceptionRow: td.ExceptionRecord,
        d.SchoolRow: td.SchoolRecord,
        d.LockRow: td.LockRecord,
        e.EmployerRow: te.EmployerRecord,
        e.SchemeRow: te.SchemeRecord,
        e.OpinionRow: te.OpinionRecord,
        e.SolidarityRow: te.SolidarityRecord,
        e.ExceptionalDayRow: te.ExceptionalDayRecord,
        e.OutsideRow: te.OutsideRecord,
        e.CarriedRow: te.CarriedRecord,
        e.PastWeekRow: te.PastWeekRecord,
        e.NoticeRow: te.NoticeRecord,
        e.AppliedRow: te.AppliedRecord,
        e.TermRow: te.TermRecord,
        e.AckRow: te.AckRecord,
    }
)


def values_of(row: p.Row) -> dict[str, Any]:
    """Return a row's values by column of its table."""
    return dict(row.__dict__)


def row_of(model: type[p.Row], values: Mapping[str, Any]) -> p.Row:
    """Return the row that a record's values make, unchecked."""
    return model.model_construct(**values)


def written_rows(session: Session, source: Source) -> tuple[Written, ...]:
    """Read a source's rows as they would be written; a row's key is its line."""
    record, model = RECORDS[source.model], source.model
    names = tuple(model.model_fields)
    columns = [getattr(record, name) for name in names]
    result = session.execute(select(record.key, *columns).order_by(record.key))
    return tuple(
        Written(source.file, key, cells_from(model, dict(zip(names, values, strict=True))))
        for key, *values in result
    )
