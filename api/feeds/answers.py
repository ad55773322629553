"""Answer errors of subscriptions as problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.feeds.errors import NothingToShowError, TooManyFeedsError
from api.web.problems import Refusal, not_found

if TYPE_CHECKING:
    from scheduler.errors import RoulementError


def refusal_of(error: RoulementError) -> Refusal:
    """
    Translate an error of subscriptions.

    The answer says why one's own feed is missing; another's feed is answered like any thing that
    the caller may not see.
    """
    match error:
        case NothingToShowError():
            return Refusal(409, "rien_a_montrer", f"Abonnement refusé : {error}.")
        case TooManyFeedsError():
            return Refusal(409, "trop_d_abonnements", f"Vous avez {error}.")
        case _:
            why = str(error)
            return (
                Refusal(404, "introuvable", f"Abonnement refusé : {why}.") if why else not_found()
            )
