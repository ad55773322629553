"""Say a month in three sentences, as a responsable tells it to her director."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from api.french.plural import NO_BREAK, figure, plural
from api.french.words import capital, month_name
from api.planning.names import Names
from api.staffing.causes import Cause
from api.staffing.groups import Group, Reasons
from api.staffing.remedies import Lift
from api.staffing.wording import DEROGATIONS, head_words
from scheduler.domain.hours import FULL_WEEK
from scheduler.domain.posts import Posts
from scheduler.domain.time import next_month

CAUSES = 3
"""Causes that are told one by one, those that keep most posts open first."""

TWO = 20
"""Tenths from which French writes a plural."""


def sentences(month: date, posts: Posts, reasons: Reasons, names: Names) -> tuple[str, ...]:
    """
    Say what share of a month's posts is held; what is missing and why; what it would take.

    What is missing is told by cause, in days and in people who work full time (35 hours a week).
    The last two sentences are left out where nothing is missing.
    """
    name = capital(month_name(month))
    if not posts.target:
        return (f"{name} : aucun poste n’est à tenir.",)
    if not posts.open:
        return (f"{name} : les {figure(posts.target)} postes sont tous tenus.",)
    # Rounded down, so that 100 % is all of them.
    share = f"{_tenths(posts.have * 1000 // posts.target)}{NO_BREAK}%"
    staffed = f"{figure(posts.have)} postes sur {figure(posts.target)} sont tenus, soit {share}."
    weeks = (next_month(month) - month).days / 7
    return f"{name} : {staffed}", _missing(reasons, weeks), _takes(reasons, names, weeks)


def _missing(reasons: Reasons, weeks: float) -> str:
    by_cause: dict[str, list[Group]] = defaultdict(list)
    for group in reasons.groups:
        by_cause[head_words(group.posts[0], reasons)].append(group)
    causes = sorted(by_cause.items(), key=lambda pair: (-_posts(pair[1]), pair[0]))
    lines = [
        f"{plural(_posts(some), 'poste')} sur {_days(some)} ({_people(_minutes(some), weeks)}) : "
        f"{words}"
        for words, some in causes[:CAUSES]
    ]
    if rest := sum(_posts(some) for _, some in causes[CAUSES:]):
        lines.append(f"{plural(rest, 'poste')} pour d’autres raisons")
    under = f", dont {reasons.under} au-dessous du minimum" if reasons.under else ""
    return (
        f"Il manque du monde sur {plural(reasons.missing, 'poste')}{under}, "
        f"{_days(reasons.groups)} en tout : {' ; '.join(lines)}."
    )


def _takes(reasons: Reasons, names: Names, weeks: float) -> str:
    """Say what would fill the posts, the easiest first; people to hire for what nothing fills."""
    free = _posts([g for g in reasons.groups if g.cause in {Cause.NOTHING, Cause.COSTLY}])
    lifts = [group.lift for group in reasons.groups if group.lift is not None][:CAUSES]
    stuck = [group for group in reasons.groups if group.cause in {Cause.NOBODY, Cause.RULE}]
    parts = [_derogation(lift, names) for lift in lifts]
    if free:
        by_hand = "que quelqu’un peut tenir sans rien enfreindre"
        parts.insert(0, f"affecter à la main {plural(free, 'poste')} {by_hand}")
    left = _posts(stuck) - sum(lift.filled for lift in lifts)
    if left > 0:
        people = _people(_minutes(stuck) * left // _posts(stuck), weeks)
        parts.append(f"{people} de plus pour {'le reste' if parts else 'tout tenir'}")
    if not parts:
        return "Ce qui manque a déjà commencé : il n’y a plus rien à décider."
    return f"Il faudrait {' ; '.join(parts)}."


def _derogation(lift: Lift, names: Names) -> str:
    ground = lift.ground
    where = names.dispositif(ground.dispositif) or names.agency(ground.agency)
    place = f" pour {where}" if where else ""
    filled = plural(lift.filled, "poste")
    return f"une {DEROGATIONS[ground.kind]}{place}, si un texte la permet ({filled})"


def _posts(groups: Sequence[Group]) -> int:
    return sum(group.missing for group in groups)


def _days(groups: Sequence[Group]) -> str:
    days = {post.hole.slot.span.day for group in groups for post in group.posts}
    return plural(len(days), "jour")


def _minutes(groups: Sequence[Group]) -> int:
    holes = [post.hole for group in groups for post in group.posts]
    return sum(hole.missing * hole.slot.duty.paid for hole in holes)


def _people(minutes: int, weeks: float) -> str:
    """Write minutes of a month as people who work full time, to the tenth: `1,4 temps plein`."""
    tenths = max(1, round(10 * minutes / (FULL_WEEK * weeks)))
    return f"{_tenths(tenths)}{NO_BREAK}{'temps pleins' if tenths >= TWO else 'temps plein'}"


def _tenths(tenths: int) -> str:
    """Write tenths: `1,4`, `2`."""
    return f"{tenths / 10:.1f}".replace(".", ",").removesuffix(",0")
