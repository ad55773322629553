"""Define what an employer decides and must declare before hours can be judged or counted."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING

from scheduler.domain.time import check_order
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Iterable

LEGAL_WEEK = 35 * 60
MONDAY_TO_FRIDAY = frozenset(range(5))


class Route(StrEnum):
    """The legal basis for counting hours over more than a week (L3121-44, L3121-45)."""

    AGREEMENT = "accord"
    UNILATERAL = "decision"


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """
    An arrangement of hours over several weeks, in an agency (empty: all), from `start` on.

    It applies to people whose contract has the basis « cycle » or « annee ». A period lasts `weeks`
    civil weeks, or `months` months: exactly one of the two. `until` is included.

    `weekly_minutes`: limit beyond which a week's work is overtime at once (None: the law's limit).
    `annual_minutes`: what an agreement sets for the period in place of 1,607 hours. `notice_days`:
    notice of a change that an agreement sets, in working days if `notice_working`. `branch`:
    whether a branch agreement allows more than a year. `opinion`: day of the CSE's opinion on the
    programme.

    Raises
    ------
    InvalidProblemError
        No length, two lengths, or an end before the start.
    """

    route: Route
    start: date
    weeks: int = 0
    months: int = 0
    until: date | None = None
    agency: str = ""
    weekly_minutes: int | None = None
    annual_minutes: int | None = None
    notice_days: int | None = None
    notice_working: bool = False
    branch: bool = False
    opinion: date | None = None
    ground: str = ""
    article: str = ""

    def __post_init__(self) -> None:
        if (self.weeks > 0) is (self.months > 0) or min(self.weeks, self.months) < 0:
            raise InvalidProblemError(
                f"aménagement commencé le {self.start:%d/%m/%Y} : {self.weeks} semaines et "
                f"{self.months} mois (attendu : des semaines ou des mois)"
            )
        check_order("aménagement fini", self.start, self.until)

    def holds_on(self, day: date, agency: str = "") -> bool:
        """Whether the arrangement is in force on `day` for people of the agency."""
        return (
            self.start <= day
            and (self.until is None or day <= self.until)
            and self.agency in ("", agency)
        )


class Matter(Enum):
    """A subject on which the CSE is informed or consulted."""

    OVERTIME = auto()
    PROGRAMME = auto()
    STANDBY = auto()
    PART_TIME = auto()


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """An opinion of the CSE: the rule (its id), the date, and the matter for which it counts."""

    about: str
    day: date
    text: str = ""
    matter: Matter | None = None


@dataclass(frozen=True, kw_only=True)
class Solidarity:
    """
    The journée de solidarité: hours of a day worked without pay (L3133-7).

    Empty `agency` or `mediator`: all of them. `minutes`: how many of the day's (None: the seven
    hours, or the part-timer's share).
    """

    day: date
    minutes: int | None = None
    agency: str = ""
    mediator: str = ""


@dataclass(frozen=True, kw_only=True)
class ExceptionalDay:
    """
    A day marked as exceptional by the employer, and `why`; some agreements then allow more.

    Empty `agency` or `mediator`: all of them.
    """

    day: date
    why: str
    agency: str = ""
    mediator: str = ""


@dataclass(frozen=True, kw_only=True)
class Employer:
    """
    What the employer declares of itself; `declared` is False as long as it declares nothing.

    `name`: its name, which no rule judges. `headcount`: effectif, in employees (None: unknown).
    `working_days`: weekdays on which the business works (0 is Monday), for delays in working days.
    `closed`: public holidays not worked (None: all but where people are planned).
    `rest_for_overtime`: overtime is given back as equivalent rest, hence outside the yearly quota
    (L3121-30). `records_since`: day from which hours really worked are recorded (L3171-2).
    """

    declared: bool = False
    name: str = ""
    headcount: int | None = None
    working_days: frozenset[int] = MONDAY_TO_FRIDAY
    closed: Container[date] | None = None
    rest_for_overtime: bool = False
    records_since: date | None = None
    schemes: tuple[Scheme, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    solidarity: tuple[Solidarity, ...] = ()
    exceptional: tuple[ExceptionalDay, ...] = ()

    @property
    def called(self) -> str:
        """Name of the employer at the head of findings; « Employeur » if it has declared none."""
        return self.name or "Employeur"

    def scheme_on(self, day: date, agency: str = "") -> Scheme | None:
        """Return the arrangement in force on `day`: the agency's own before the general one."""
        schemes = [s for s in self.schemes if s.holds_on(day, agency)]
        return max(schemes, key=lambda s: (s.agency == agency, s.start), default=None)

    def opinion_on(self, about: str, day: date) -> Opinion | None:
        """Return the CSE's last opinion on a rule given by `day`, if there is one."""
        return _last(o for o in self.opinions if o.about == about and o.day <= day)

    def heard_on(self, matter: Matter, day: date) -> Opinion | None:
        """Return the CSE's last opinion that counts for a matter, given by `day` (None: none)."""
        return _last(o for o in self.opinions if o.matter is matter and o.day <= day)

    def exceptional_on(self, day: date, mediator: str, agency: str) -> ExceptionalDay | None:
        """Return the record that marks a day as exceptional for a person (None: none does)."""
        for exception in self.exceptional:
            if (
                exception.day == day
                and exception.agency in ("", agency)
                and exception.mediator in ("", mediator)
            ):
                return exception
        return None

    def solidarity_of(self, mediator: str, agency: str) -> tuple[Solidarity, ...]:
        """Return a person's solidarity days, in order; of several records of a day, the closest."""
        days: dict[date, Solidarity] = {}
        for solidarity in sorted(self.solidarity, key=lambda s: (bool(s.mediator), bool(s.agency))):
            if solidarity.agency in ("", agency) and solidarity.mediator in ("", mediator):
                days[solidarity.day] = solidarity
        return tuple(days[day] for day in sorted(days))


UNKNOWN = Employer()
"""An employer that has declared nothing."""


class NoticeKind(StrEnum):
    """What a notice announces to a person: see the rules on notice."""

    SCHEDULE = "horaire"
    STANDBY = "astreinte"
    LEAVE = "conge"
    COMPLEMENTARY = "heures_complementaires"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """
    A person was told on `notified` of something that takes effect on `effective`.

    `exceptional`: circumstances that shorten a notice (L3121-12). `agreed`: the person's own
    agreement is recorded; `wanted`: they asked for it themselves, by a swap with a colleague.
    `duties`: ids of the duties concerned; `taken`: they were taken away. `before`: the leave day
    that is moved, for a change of leave dates.
    """

    mediator: str
    kind: NoticeKind
    notified: date
    effective: date
    exceptional: bool = False
    agreed: bool = False
    duties: tuple[str, ...] = ()
    before: date | None = None
    wanted: bool = False
    taken: bool = False


@dataclass(frozen=True, kw_only=True)
class ShortNotice:
    """A day on which a change of a person's shifts, or standbys, is told later than is due."""

    mediator: str
    day: date
    standby: bool = False


@dataclass(frozen=True, kw_only=True)
class Outside:
    """Minutes that a person declares to work for other employers in a civil week (L8261-1)."""

    mediator: str
    monday: date
    minutes: int
    employer: str = ""


@dataclass(frozen=True, kw_only=True)
class PastWeek:
    """Minutes that a person worked in a civil week of which no shift is known, only the total."""

    mediator: str
    monday: date
    minutes: int


class CarriedKind(StrEnum):
    """Which counter an opening balance carries."""

    OVERTIME = "heures_sup_annee"
    PERIOD = "heures_periode"
    NIGHT = "nuit_12_mois"
    REST = "repos_compensateur"
    DAYS = "jours_forfait"


@dataclass(frozen=True, kw_only=True)
class Carried:
    """
    A counter at the end of `day`, which stands for work before the duties that are known.

    `minutes`, but for `CarriedKind.DAYS`, which has `days`: those worked since its year of
    reference began.
    """

    mediator: str
    kind: CarriedKind
    day: date
    minutes: int = 0
    days: int = 0


def _last(opinions: Iterable[Opinion]) -> Opinion | None:
    return max(opinions, key=lambda opinion: opinion.day, default=None)
