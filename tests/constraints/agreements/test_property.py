"""Whatever terms are accepted, no value in force is outside what the law allows."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constraints.agreements.in_force.refusals import UnlawfulTermsError
from constraints.agreements.terms import Applied, Term
from constraints.registry import agreements, base, profile_of
from scheduler.dated import Dated, Level
from scheduler.rule import Profile, Rule
from tests.constraints.agreements.make import DEAL

RULES = {rule.id: rule for rule in base().rules if rule.parameters()}
DAYS = [date(2026, 1, 1) + timedelta(days=30 * n) for n in range(13)]
NEAR = (-61, -60, -1, 0, 1, 30, 60, 120, 180)


def anchors(dated: Dated) -> list[int]:
    """Return values on which a bound may lie."""
    bounds = [dated.floor, dated.ceiling, *(dated.authorised or ())]
    return [dated.history[0].value, *(b for b in bounds if b is not None)]


@st.composite
def terms(draw: st.DrawFn) -> Term:
    """A term on or near a bound of a rule, by any source, for a while, for everyone or not."""
    rule = draw(st.sampled_from(sorted(RULES)))
    name = draw(st.sampled_from(sorted(RULES[rule].parameters())))
    dated = RULES[rule].parameters()[name]
    since = draw(st.sampled_from(DAYS))
    length = draw(st.sampled_from([None, 0, 29, 120]))
    return Term(
        rule=rule,
        parameter=name,
        value=draw(st.sampled_from(anchors(dated))) + draw(st.sampled_from(NEAR)),
        source=DEAL,
        since=since,
        until=None if length is None else since + timedelta(days=length),
        level=draw(st.sampled_from([Level.BRANCH, Level.COMPANY, Level.AUTHORISATION])),
        agency=draw(st.sampled_from(["", "", "nord"])),
    )


chosen = st.lists(
    st.builds(
        Applied,
        agreement=st.sampled_from(sorted(agreements())),
        since=st.sampled_from(DAYS),
        agency=st.sampled_from(["", "nord"]),
    ),
    max_size=2,
    unique_by=lambda a: a.agency,
)


@pytest.mark.long
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(terms(), min_size=1, max_size=6), chosen)
def test_no_accepted_term_takes_a_value_beyond_the_public_order(
    options: list[Term], applied: list[Applied]
) -> None:
    accepted: list[Term] = []
    for term in options:
        try:
            profile_of(applied, [*accepted, term])
        except UnlawfulTermsError:
            continue
        accepted.append(term)

    lawful(profile_of(applied, accepted))


def lawful(profile: Profile) -> None:
    for rules in (profile.rules, *(rules for _, rules in profile.agencies)):
        for rule in rules:
            for name, dated in rule.parameters().items():
                for day in DAYS:
                    assert allowed(rule, name, dated.on(day)), (rule.id, name, dated.on(day))
        for day in DAYS:
            coherent({rule.id: rule for rule in rules}, day)


def allowed(rule: Rule, name: str, value: int) -> bool:
    """Whether the Code, an agreement or an authorisation may give the value."""
    if rule.id not in RULES:
        return True
    plain = RULES[rule.id].parameters()[name]
    # A span lengthens with the rest: its own bounds hold all the same.
    ranges = [(plain.history[0].value,) * 2, (plain.floor, plain.ceiling)]
    ranges += [plain.authorised] if plain.authorised else []
    if plain.floor is plain.ceiling is None:
        ranges.remove((None, None))
    return value >= 0 and any(
        (low is None or value >= low) and (high is None or value <= high) for low, high in ranges
    )


def coherent(rules: dict[str, Rule], day: date) -> None:
    def on(rule: str, name: str) -> int:
        return rules[rule].parameters()[name].on(day)

    rest = min(on("daily_rest_11h", "rest"), 660)
    assert 1440 + on("night_hours", "ends") - on("night_hours", "begins") >= 540
    assert on("daily_span_13h", "limit") <= 1440 - rest
    assert (
        on("weekly_rest_35h", "minimum") >= on("weekly_rest_35h", "inside") + rest
        or on("weekly_rest_35h", "minimum") >= 35 * 60
    )
    assert on("oncall_rest", "rest") >= 540
