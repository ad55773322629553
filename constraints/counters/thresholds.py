"""Define from how many hours on work is overtime, and what overtime gives right to."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.dated import Dated, code, legal
from scheduler.finding import Effect, Severity
from scheduler.rule import PersonRule

L3121_27 = code("L3121-27", "LEGIARTI000033020376")
L3121_33 = code("L3121-33", "LEGIARTI000038610166")
L3121_36 = code("L3121-36", "LEGIARTI000033020341")
L3121_38 = code("L3121-38", "LEGIARTI000038610163")
L3121_41 = code("L3121-41", "LEGIARTI000033020315")
L3121_44 = code("L3121-44", "LEGIARTI000033020295")
D3121_24 = code("D3121-24", "LEGIARTI000033509251")
D3121_25 = code("D3121-25", "LEGIARTI000033509784")
L3122_8 = code("L3122-8", "LEGIARTI000033020162")
L3123_21 = code("L3123-21", "LEGIARTI000033019988")
L3123_22 = code("L3123-22", "LEGIARTI000033019984")
L3123_29 = code("L3123-29", "LEGIARTI000033019947")
L3133_8 = code("L3133-8", "LEGIARTI000033020862")

LEGAL_WEEK = legal("minutes", 35 * 60, L3121_27, name="durée légale de la semaine")
UNILATERAL_WEEK = legal(
    "minutes", 39 * 60, D3121_25, name="semaine au-delà de laquelle un cycle décidé compte en plus"
)
LEGAL_YEAR = legal(
    "minutes", 1607 * 60, L3121_41, ceiling=1607 * 60, by=L3121_44, name="durée légale de l’année"
)

#: An agreement sets the rates, of ten per cent at least, and how many there are (L3121-33).
FIRST_HOURS = legal(
    "minutes",
    8 * 60,
    L3121_36,
    floor=0,
    by=L3121_33,
    name="premières heures supplémentaires, d’un premier taux",
)
FIRST_RATE = legal(
    "permille",
    250,
    L3121_36,
    floor=100,
    by=L3121_33,
    name="majoration des premières heures supplémentaires",
)
NEXT_RATE = legal(
    "permille",
    500,
    L3121_36,
    floor=100,
    by=L3121_33,
    name="majoration des heures supplémentaires suivantes",
)

QUOTA = legal("minutes", 220 * 60, D3121_24, floor=0, by=L3121_33, name="contingent")
#: Of twenty employees at most, and above (L3121-38); agreements give no less (L3121-33, I 3°).
SMALL_HEADCOUNT = legal(
    "people",
    20,
    L3121_38,
    floor=0,
    ceiling=20,
    by=L3121_33,
    name="effectif jusqu’auquel la contrepartie est moindre",
)
SMALL_REST = legal(
    "permille",
    500,
    L3121_38,
    floor=500,
    by=L3121_33,
    name="contrepartie en repos jusqu’à cet effectif",
)
LARGE_REST = legal(
    "permille", 1000, L3121_38, floor=1000, by=L3121_33, name="contrepartie en repos au-delà"
)

#: A branch's matter (L2253-1): ten per cent at least (L3123-21).
FIRST_TENTH = legal(
    "permille",
    100,
    L3123_29,
    floor=100,
    locked="higher",
    by=L3123_21,
    extended_only=True,
    name="majoration jusqu’au dixième du contrat",
)
BEYOND_TENTH = legal(
    "permille",
    250,
    L3123_29,
    floor=100,
    locked="higher",
    by=L3123_21,
    extended_only=True,
    name="majoration au-delà du dixième",
)

#: What an extended branch agreement may say of amendments that raise part-time hours (L3123-22).
MOST_COMPLEMENTS = legal(
    "times",
    0,
    L3123_22,
    floor=0,
    ceiling=8,
    locked="lower",
    by=L3123_22,
    extended_only=True,
    name="avenants par an, hors remplacement",
)
IN_COMPLEMENT = legal(
    "permille",
    0,
    L3123_22,
    floor=0,
    locked="higher",
    by=L3123_22,
    extended_only=True,
    name="majoration des heures de l’avenant",
)
BEYOND_COMPLEMENT = legal(
    "permille",
    250,
    L3123_22,
    floor=250,
    locked="higher",
    by=L3123_22,
    extended_only=True,
    name="majoration au-delà des heures de l’avenant",
)

#: L3122-8 makes rest compulsory and gives no number: an agreement does.
NO_NIGHT_REST = legal("permille", 0, L3122_8, floor=0, name="repos acquis par heure de nuit")

SOLIDARITY = legal("minutes", 7 * 60, L3133_8, name="heures dues dans l’année")


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """Minutes beyond which work is overtime: in a week, in a week of a cycle, in a year."""

    week: Dated = LEGAL_WEEK
    unilateral_week: Dated = UNILATERAL_WEEK
    year: Dated = LEGAL_YEAR
    solidarity: Dated = SOLIDARITY


@dataclass(frozen=True, kw_only=True)
class Premiums:
    """Premiums of overtime, in per mille: for the first hours of a week, for those that follow."""

    first_hours: Dated = FIRST_HOURS
    first_rate: Dated = FIRST_RATE
    next_rate: Dated = NEXT_RATE


@dataclass(frozen=True, kw_only=True)
class QuotaTerms:
    """The yearly quota and the compulsory rest that overtime beyond it opens, in per mille."""

    quota: Dated = QUOTA
    small_headcount: Dated = SMALL_HEADCOUNT
    small_rest: Dated = SMALL_REST
    large_rest: Dated = LARGE_REST


@dataclass(frozen=True, kw_only=True)
class ComplementaryRates:
    """Premiums of complementary hours: within a tenth of the contract, and beyond."""

    first_tenth: Dated = FIRST_TENTH
    beyond: Dated = BEYOND_TENTH


@dataclass(frozen=True, kw_only=True)
class ComplementTerms:
    """Amendments a year that the branch allows; premiums of their hours, and of those beyond."""

    most: Dated = MOST_COMPLEMENTS
    rate: Dated = IN_COMPLEMENT
    beyond: Dated = BEYOND_COMPLEMENT


@dataclass(frozen=True, kw_only=True)
class OvertimeRule(PersonRule):
    """
    A rule that needs to know from how many hours on work is overtime.

    `week` is the legal week (L3121-27), `unilateral_week` that of a cycle which the employer set
    alone (D3121-25), `year` the most that a year may hold (L3121-41), which an agreement may
    lower (L3121-44).
    """

    severity = Severity.PAY_OR_COUNTER
    effect = Effect.COMPUTE

    week: Dated = LEGAL_WEEK
    unilateral_week: Dated = UNILATERAL_WEEK
    year: Dated = LEGAL_YEAR

    @property
    def thresholds(self) -> Thresholds:
        """Thresholds with which the rule counts hours."""
        return Thresholds(week=self.week, unilateral_week=self.unilateral_week, year=self.year)
