"""A sample of the long proof: audits and the check by the minute agree, one value after another."""

from collections import Counter

import pytest

from tests.prove.compare import compare
from tests.prove.drawn import drawn_month
from tests.prove.faults import COVERED, DOUBTFUL
from tests.prove.many import CHUNK, compared_months, compared_mutations
from tests.prove.rows import cases_of


@pytest.mark.lengthy
def test_random_months_are_judged_as_by_the_minute_by_every_rule_that_the_check_covers() -> None:
    months = 60
    night_after_a_rest = 2940  # one month in thousands has a night that only goes on with a day

    tally = compared_months(range(months))
    tally.add(compared_months(range(night_after_a_rest, night_after_a_rest + 1)))

    doubts = {f"{name} to confirm" for name in DOUBTFUL}
    assert tally.wrong == []
    assert tally.months == months + 1
    assert {name for name, count in tally.findings.items() if count} == COVERED | doubts
    assert min(tally.values.values()) > 100


@pytest.mark.lengthy
def test_published_months_with_one_thing_changed_are_judged_as_by_the_minute() -> None:
    tally = compared_mutations(range(CHUNK))

    assert tally.wrong == []
    assert tally.at_fault > CHUNK // 4


def test_a_month_judged_with_other_rows_is_a_disagreement() -> None:
    rota = drawn_month(2)
    [who] = rota.problem.mediators
    case = cases_of(drawn_month(1))[who.id]

    tally = compare("x", rota.timeline(who), case)

    assert tally.wrong
    assert Counter(line.split()[0] for line in tally.wrong) == {"x": len(tally.wrong)}
