"""Forecast tense weeks for a caller: those of the dispositifs for which they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.forecast.service import Forecast, forecast

if TYPE_CHECKING:
    from datetime import date

    from api.access.reach import Reach
    from api.data.association import Association


def forecast_within(
    reach: Reach, association: Association, first: date, last: date, *, dispositif: str = ""
) -> Forecast:
    """
    Forecast the weeks of a caller's dispositifs, or of one of them.

    People are shared between all dispositifs of the association, and told of these alone.

    Raises
    ------
    InvalidProblemError
        The months are in the wrong order or too many.
    UnknownError
        The dispositif isn't theirs.
    """
    chosen = reach.chosen(association.dispositifs, dispositif)
    return forecast(association, first, last, dispositifs=chosen)
