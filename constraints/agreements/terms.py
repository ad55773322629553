"""Define the values that an agreement or an employer sets in place of the Code's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from constraints.agreements.periods import CODE_SINCE, Period
from scheduler.dated import Level, Source
from scheduler.errors import InvalidProblemError


class Strength(StrEnum):
    """
    Which employers a branch agreement binds.

    Extended: every employer in its scope (L2261-15). Not extended: members of the bodies that
    signed it, and employers that apply it by choice.
    """

    EXTENDED = "étendue"
    NOT_EXTENDED = "non étendue"


@dataclass(frozen=True, kw_only=True)
class Term:
    """
    One value that a source sets for one parameter of one rule.

    `value` is in the parameter's unit. `agency` (empty: all of them) is the people's own agency.
    `until` is included. `level` says who sets it: the branch, the company (an establishment's
    agreement included), or an authority by an authorisation.

    Raises
    ------
    InvalidProblemError
        It ends before it begins.
    """

    rule: str
    parameter: str
    value: int
    source: Source
    since: date = CODE_SINCE
    until: date | None = None
    level: Level = Level.COMPANY
    agency: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        _check(f"valeur de {self.rule}", self.since, self.until)

    @property
    def article(self) -> str:
        """The article, in the source, that sets the value."""
        return self.source.article

    @property
    def period(self) -> Period:
        """Days on which the term is in force."""
        return Period(since=self.since, until=self.until)


def branch(
    rule: str,
    parameter: str,
    value: int,
    source: Source,
    *,
    since: date = CODE_SINCE,
    note: str = "",
) -> Term:
    """Build a term of a branch agreement."""
    return Term(
        rule=rule,
        parameter=parameter,
        value=value,
        source=source,
        since=since,
        level=Level.BRANCH,
        note=note,
    )


@dataclass(frozen=True, kw_only=True)
class Applied:
    """
    The employer applies a branch agreement, named by its id, to an agency (empty: all of them).

    `until` is included.

    Raises
    ------
    InvalidProblemError
        It ends before it begins.
    """

    agreement: str
    since: date = CODE_SINCE
    until: date | None = None
    agency: str = ""

    def __post_init__(self) -> None:
        _check(f"convention {self.agreement}", self.since, self.until)

    @property
    def period(self) -> Period:
        """Days on which the agreement is applied."""
        return Period(since=self.since, until=self.until)


@dataclass(frozen=True, kw_only=True)
class Provision:
    """
    Something an agreement says that no rule computes: shown with its article, « non calculé ».

    `id` is stable; `title` and `text` are French.
    """

    id: str
    title: str
    text: str
    source: Source
    note: str = ""


def _check(subject: str, since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise InvalidProblemError(
            f"{subject} : fin le {until:%d/%m/%Y} avant le début le {since:%d/%m/%Y}"
        )
