"""Sanctions : what the law threatens for each rule, in the words of the texts that say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from constraints.sanctions import Penalty, Sanction, SanctionKind
from scheduler.dated import Dated, Source, code, legal
from scheduler.finding import Effect, Severity
from scheduler.rule import TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scheduler.domain.rota import Rota
    from scheduler.finding import Finding
    from scheduler.model import RotaModel

L8115_1 = code("L8115-1", "LEGIARTI000037312991")
L8115_3 = code("L8115-3", "LEGIARTI000037388958")
R3124_1 = code("R3124-1", "LEGIARTI000033471471")
YEAR_2008, YEAR_2017 = date(2008, 5, 1), date(2017, 1, 1)


def _fine(
    article: str,
    version: str,
    grade: int,
    since: date = YEAR_2017,
    *,
    each: bool,
    repeat: bool,
    about: str = "",
) -> Sanction:
    source = code(article, f"LEGIARTI{version}")
    return Sanction(source=source, grade=grade, each=each, repeat=repeat, about=about, since=since)


def _administrative(point: str) -> Sanction:
    kind = SanctionKind.ADMINISTRATIVE
    return Sanction(source=L8115_1, kind=kind, each=True, point=point, since=date(2018, 9, 7))


def _civil(text: str, source: Source) -> Sanction:
    return Sanction(source=source, kind=SanctionKind.CIVIL, text=text, since=YEAR_2017)


R3124_3 = _fine("R3124-3", "000033471459", 4, each=True, repeat=False)
R3124_4 = _fine(
    "R3124-4",
    "000033471454",
    4,
    each=True,
    repeat=False,
    about="astreinte sans compensation ou sans relevé mensuel",
)
R3124_5 = _fine(
    "R3124-5", "000033471450", 5, each=True, repeat=False, about="contrat écrit absent ou incomplet"
)
R3124_6 = _fine("R3124-6", "000033471446", 4, each=True, repeat=False)
R3124_7 = _fine("R3124-7", "000033471439", 4, each=True, repeat=False)
R3124_8 = _fine("R3124-8", "000033471433", 5, each=True, repeat=False)
R3124_9 = _fine("R3124-9", "000033471429", 5, each=True, repeat=False)
R3124_10 = _fine(
    "R3124-10", "000033471424", 4, each=True, repeat=False, about="majoration de 25 % non accordée"
)
R3124_11 = _fine("R3124-11", "000033471420", 4, each=True, repeat=False)
R3124_13 = _fine(
    "R3124-13",
    "000033471418",
    5,
    each=True,
    repeat=True,
    about="règles de l’autorisation, R3121-10",
)
R3124_15 = _fine("R3124-15", "000033471412", 5, each=True, repeat=True)
R3135_1 = _fine("R3135-1", "000033471408", 4, each=True, repeat=False)
R3135_2 = _fine("R3135-2", "000018534331", 5, YEAR_2008, each=True, repeat=True)
R3135_3 = _fine("R3135-3", "000018534329", 4, YEAR_2008, each=True, repeat=False)
R3135_5 = _fine("R3135-5", "000018534325", 5, YEAR_2008, each=True, repeat=True)
R3135_6 = _fine(
    "R3135-6",
    "000018534323",
    5,
    YEAR_2008,
    each=True,
    repeat=True,
    about="contrôle du repos hebdomadaire",
)
R3143_1 = _fine("R3143-1", "000033471401", 5, each=True, repeat=True)
R3165_1 = _fine("R3165-1", "000018534008", 4, YEAR_2008, each=True, repeat=False)
R3165_2 = _fine("R3165-2", "000018534006", 5, YEAR_2008, each=True, repeat=True)
R3165_3 = _fine("R3165-3", "000018534004", 4, YEAR_2008, each=False, repeat=False)
R3165_4 = _fine("R3165-4", "000018534002", 5, YEAR_2008, each=False, repeat=True)
R3165_7 = _fine("R3165-7", "000018533996", 5, YEAR_2008, each=False, repeat=True)
R3173_1 = _fine(
    "R3173-1",
    "000018533922",
    4,
    YEAR_2008,
    each=True,
    repeat=False,
    about="affiche non transmise à l’inspection",
)
R3173_2 = _fine("R3173-2", "000018533920", 4, YEAR_2008, each=True, repeat=False)
R3173_3 = _fine(
    "R3173-3",
    "000018533918",
    3,
    YEAR_2008,
    each=False,
    repeat=False,
    about="documents non présentés à l’inspection",
)

HOURS, RESTS, RECORDS = (_administrative(f"{n}°") for n in (1, 2, 3))
DAMAGES = _civil(
    "aucune contravention propre trouvée dans les textes lus (non vérifié), des dommages-intérêts "
    "sans avoir à prouver un préjudice (Cass. soc. 4 septembre 2024)",
    Source("jurisprudence", "Cass. soc. 4 septembre 2024"),
)
FULL_TIME = _civil(
    "requalification possible en contrat à temps complet (jurisprudence)",
    Source("jurisprudence", "requalification"),
)

TABLE: Mapping[str, tuple[Sanction, ...]] = {
    "daily_max_10h": (R3124_3, HOURS),
    "daily_span_13h": (R3135_1, RESTS),
    "weekly_max_48h": (R3124_11, R3124_13, HOURS),
    "avg12_44h": (R3124_11, HOURS),
    "legal_35h_overtime": (R3124_3, R3124_7),
    "overtime_quota": (R3124_6, R3124_7),
    "break_20min": (DAMAGES,),
    "daily_rest_11h": (R3135_1, RESTS),
    "weekly_rest_35h": (R3135_2, RESTS),
    "six_days_per_week": (R3135_2,),
    "sunday_rest": (R3135_2,),
    "night_worker_daily_8h": (R3124_15,),
    "night_worker_avg12_40h": (R3124_15,),
    "night_work_legal_basis": (R3124_15,),
    "minor_daily_8h": (R3165_1,),
    "minor_weekly_35h": (R3165_1,),
    "minor_break_30min": (R3165_2,),
    "minor_daily_rest_12h": (R3165_7,),
    "minor_weekly_rest_2_days": (R3135_5,),
    "minor_night_ban": (R3124_15,),
    "minor_apprentice_sunday_ban": (R3165_3, R3135_5),
    "minor_public_holiday_ban": (R3165_4,),
    "part_time_written_distribution": (R3124_5, FULL_TIME),
    "part_time_complementary_cap": (R3124_8, R3124_10),
    "part_time_below_35h": (R3124_8, FULL_TIME),
    "part_time_interruptions": (R3124_9,),
    "may_first": (R3135_3,),
    "paid_leave_taking": (R3143_1,),
    "oncall_notice": (R3124_4,),
    "record_keeping": (R3173_2, R3173_3, RECORDS),
    "schedule_posting": (R3173_1, R3173_2, R3135_6),
}
"""By rule: the sanctions catalogued for it. A rule that isn't there has none in the texts read."""


@dataclass(frozen=True, kw_only=True)
class Penalties(TeamRule):
    """
    The table of sanctions, told with each finding: see `penalty_of`.

    It judges nothing of a rota, hence finds nothing.
    """

    id: ClassVar[str] = "penalties"
    title: ClassVar[str] = "Sanctions"
    severity: ClassVar[Severity] = Severity.PROCEDURAL
    effect: ClassVar[Effect] = Effect.INFORM
    sources: ClassVar[tuple[Source, ...]] = (
        R3124_1,
        *dict.fromkeys(s.source for told in TABLE.values() for s in told if s.article),
        L8115_3,
    )
    unit: ClassVar[str] = "euros"
    sentence: ClassVar[str] = "{who} : amende administrative de {limit} au plus."

    administrative: Dated = legal("euros", 4000, L8115_3, since=date(2018, 9, 7))

    def penalty_of(self, rule: str, day: date) -> Penalty | None:
        """Return what breaking a rule on `day` exposes to (None: nothing in the texts read)."""
        held = tuple(one for one in TABLE.get(rule, ()) if one.holds_on(day))
        if not held:
            return None
        most = self.administrative.on(day) if any(s.point for s in held) else 0
        return Penalty(rule=rule, sanctions=held, administrative_max=most)

    def audit(self, rota: Rota) -> Iterator[Finding]:  # noqa: ARG002
        """Find nothing: sanctions are told with the findings of other rules."""
        return iter(())

    def encode(self, model: RotaModel) -> None:
        """Post nothing: a sanction forbids nothing by itself."""


RULE = Penalties()


def penalty_of(rule: str, day: date) -> Penalty | None:
    """Return what breaking a rule on `day` exposes to (None: nothing in the texts read)."""
    return RULE.penalty_of(rule, day)
