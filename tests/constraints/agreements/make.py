"""Terms and choices of agreements, and what a profile says of a value."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from constraints.agreements.in_force.refusals import UnlawfulTermsError
from constraints.agreements.terms import Applied, Term
from constraints.registry import profile_of
from scheduler.dated import Dated, Source
from scheduler.rule import Profile

DEAL = Source("accord d’entreprise du 12/03/2026", "art. 4")
STATE = Source("décision de la DREETS du 02/05/2026", "art. 1")
DAY = date(2026, 6, 15)


def term(place: str, value: int, **options: Any) -> Term:
    """`daily_max_10h.limit`: a company's value unless told."""
    rule, parameter = place.split(".")
    usual: dict[str, Any] = {"source": DEAL}
    return Term(rule=rule, parameter=parameter, value=value, **(usual | options))


def applied(agreement: str, since: str = "2020-01-01", **options: Any) -> Applied:
    return Applied(agreement=agreement, since=date.fromisoformat(since), **options)


def dated(profile: Profile, place: str, agency: str = "") -> Dated:
    """Return a parameter as the profile has it for an agency's people."""
    rule, parameter = place.split(".")
    rules = (*dict(profile.agencies).get(agency, profile.person_rules), *profile.team_rules)
    (value,) = [r.parameters()[parameter] for r in rules if r.id == rule]
    return value


def refusals(terms: Sequence[Term] = (), chosen: Sequence[Applied] = ()) -> list[str]:
    """Say why the profile is refused, term by term (nothing: it isn't)."""
    try:
        profile_of(chosen, terms)
    except UnlawfulTermsError as error:
        return [refusal.why for refusal in error.refusals]
    return []
