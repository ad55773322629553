from datetime import date

import pytest

from scheduler.dated import Dated, Level, Since, Source, legal
from scheduler.errors import NotInForceError, UnlawfulDerogationError

LAW = Source("Code du travail", "L3131-1")
DEAL = Source("Accord d'entreprise", "art. 4")


def test_the_newest_value_in_force_is_taken_from_its_day_on() -> None:
    value = Dated("minutes", (Since(date(2020, 1, 1), 600, LAW), Since(date(2026, 5, 1), 660, LAW)))

    assert value.on(date(2026, 4, 30)) == 600
    assert value.on(date(2026, 5, 1)) == 660


def test_a_day_before_the_first_entry_is_an_error() -> None:
    with pytest.raises(NotInForceError, match="31/12/2019"):
        Dated("minutes", (Since(date(2020, 1, 1), 600, LAW),)).on(date(2019, 12, 31))


@pytest.mark.parametrize("value", [540, 541, 660, 700])
def test_an_agreement_may_move_a_value_down_to_its_floor(value: int) -> None:
    rest = legal("minutes", 660, LAW, floor=540).derogate(value, date(2026, 5, 13), DEAL)

    assert rest.on(date(2026, 5, 12)) == 660
    assert rest.on(date(2026, 5, 13)) == value
    assert rest.entry(date(2026, 5, 13)).source == DEAL


def test_an_agreement_may_not_go_a_minute_under_the_floor() -> None:
    with pytest.raises(UnlawfulDerogationError, match=r"539 minutes hors .* \[540, None\]"):
        legal("minutes", 660, LAW, floor=540).derogate(539, date(2026, 5, 13), DEAL)


def test_an_agreement_may_not_go_a_minute_over_the_ceiling() -> None:
    daily = legal("minutes", 600, LAW, ceiling=720)

    assert daily.derogate(720, date(2026, 1, 1), DEAL).on(date(2026, 1, 1)) == 720
    with pytest.raises(UnlawfulDerogationError):
        daily.derogate(721, date(2026, 1, 1), DEAL)


def test_a_value_without_bounds_can_not_be_changed_at_all() -> None:
    with pytest.raises(UnlawfulDerogationError):
        legal("minutes", 2880, LAW).derogate(2880, date(2026, 1, 1), DEAL)


DAY = date(2026, 5, 13)
BRANCH = Source("ECLAT", "5.9.3")


def test_a_company_agreement_wins_over_a_later_branch_agreement() -> None:
    span = legal("minutes", 780, LAW, ceiling=900)
    company = span.derogate(840, date(2024, 1, 1), DEAL)

    both = company.derogate(720, date(2025, 1, 1), BRANCH, level=Level.BRANCH)

    assert both.on(DAY) == 840
    assert [entry.value for entry in both.entries(DAY)] == [840, 720, 780]


def test_the_branch_is_back_on_the_day_after_the_company_agreement_ends() -> None:
    span = legal("minutes", 780, LAW, ceiling=900)
    branch = span.derogate(720, date(2025, 1, 1), BRANCH, level=Level.BRANCH)

    both = branch.derogate(840, date(2025, 6, 1), DEAL, until=DAY)

    assert both.on(DAY) == 840
    assert both.on(date(2026, 5, 14)) == 720


def test_only_the_branch_may_lower_what_is_reserved_to_it() -> None:
    least = legal("minutes", 1440, LAW, floor=0, locked="higher")

    branch = least.derogate(840, date(2025, 1, 1), BRANCH, level=Level.BRANCH)

    assert branch.on(DAY) == 840
    assert branch.derogate(841, DAY, DEAL).on(DAY) == 841
    with pytest.raises(UnlawfulDerogationError, match="839"):
        branch.derogate(839, DAY, DEAL)
    with pytest.raises(UnlawfulDerogationError, match="1439"):
        least.derogate(1439, DAY, DEAL)


def test_a_company_may_lower_a_threshold_reserved_to_the_branch_where_lower_protects() -> None:
    yearly = legal("minutes", 16200, LAW, floor=1, locked="lower")

    branch = yearly.derogate(18000, date(2025, 1, 1), BRANCH, level=Level.BRANCH)

    assert branch.derogate(18000, DAY, DEAL).on(DAY) == 18000
    with pytest.raises(UnlawfulDerogationError):
        branch.derogate(18001, DAY, DEAL)


def test_an_authorisation_goes_where_no_agreement_may() -> None:
    weekly = legal("minutes", 2880, LAW, ceiling=2880, authorised=(None, 3600))
    permit = Source("DREETS", "décision du 2 mai")

    assert weekly.derogate(3600, DAY, permit, level=Level.AUTHORISATION).on(DAY) == 3600
    with pytest.raises(UnlawfulDerogationError):
        weekly.derogate(3601, DAY, permit, level=Level.AUTHORISATION)
    with pytest.raises(UnlawfulDerogationError):
        weekly.derogate(2881, DAY, DEAL)


def test_what_no_authorisation_may_change_is_refused() -> None:
    with pytest.raises(UnlawfulDerogationError, match="aucune autorisation"):
        legal("minutes", 660, LAW, floor=540).derogate(
            600, DAY, Source("DREETS", "décision"), level=Level.AUTHORISATION
        )
