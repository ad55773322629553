"""List every kind of rows of an association, in the order in which people meet them."""

from collections.abc import Mapping
from types import MappingProxyType

from api.data.rows import demand, employer, limits, people, places, training
from api.data.rows.columns import DECLARED, Kind, Row

MODELS: tuple[type[Row], ...] = (
    *(places.AgencyRow, places.DispositifRow, places.SiteRow, places.TripRow),
    *(people.PersonRow, people.ContractRow, people.AmendmentRow, people.TitleRow, people.SocleRow),
    *(training.CohortRow, training.CohortDaysRow, training.MemberRow),
    *(people.AbsenceRow, people.LongLeaveRow, people.HolidayJobRow, people.DelegationRow),
    *(people.ProtectionRow, people.WishRow, people.PairRow),
    *(limits.LimitRow, limits.SuccessionRow, limits.RhythmRow, limits.StreakRow),
    *(demand.GroundRow, places.VehicleRow, demand.MarketRow, demand.SeasonRow),
    *(demand.TemplateRow, demand.NeedRow, demand.BreakRow, demand.ExceptionRow),
    *(demand.TeamTimeRow, demand.AppointmentRow, demand.SchoolRow, demand.LockRow),
    *(employer.EmployerRow, employer.SchemeRow, employer.OpinionRow, employer.SolidarityRow),
    *(employer.ExceptionalDayRow, employer.OutsideRow, employer.CarriedRow, employer.PastWeekRow),
    *(employer.NoticeRow, employer.AppliedRow, employer.TermRow),
    *(employer.AckRow, employer.RubricRow),
)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {DECLARED[model].name: DECLARED[model] for model in MODELS}
)
KIND_OF_FILE: Mapping[str, Kind] = MappingProxyType({kind.file: kind for kind in KINDS.values()})
