"""Say a month in three sentences, as a responsable tells it to her director."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
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


@dataclass
class _Lack:
    """What one cause keeps open: posts, minutes of them, and the days on which they are."""

    posts: int = 0
    minutes: int = 0
    days: set[date] = field(default_factory=set)

    def add(self, group: Group) -> None:
        """Add the posts of a group."""
        self.posts += group.missing
        for post in group.posts:
            slot = post.hole.slot
            self.minutes += post.hole.missing * slot.duty.paid
            self.days.add(slot.span.day)


def sentences(month: date, posts: Posts, reasons: Reasons, names: Names) -> tuple[str, ...]:
    """
    Say what share of a month's posts is held; what is missing and why; what it would take.

    What is missing is told by cause, in days and in people who work full time (35 hours a week).
    The last two sentences are left out where nothing is missing.
    """
    name = capital(month_name(month))
    if not posts.target:
        return (f"{name} : aucun poste n’est à tenir.",)
    share = f"{_share(posts)}{NO_BREAK}%"
    held = f"{figure(posts.have)} postes sur {figure(posts.target)} sont tenus, soit {share}."
    if not posts.open:
        return (f"{name} : les {figure(posts.target)} postes sont tous tenus.",)
    weeks = (next_month(month) - month).days / 7
    causes = _by_cause(reasons)
    return (f"{name} : {held}", _missing(reasons, causes, weeks), _takes(reasons, names, weeks))


def _share(posts: Posts) -> str:
    """Write the share of posts held, in percent: rounded down, so that 100 is all of them."""
    return _tenths(posts.have * 1000 // posts.target)


def _by_cause(reasons: Reasons) -> list[tuple[str, _Lack]]:
    """Return what each cause keeps open, wherever it does, in words; most posts first."""
    lacks: dict[str, _Lack] = defaultdict(_Lack)
    for group in reasons.groups:
        lacks[head_words(group.posts[0], reasons)].add(group)
    return sorted(lacks.items(), key=lambda pair: (-pair[1].posts, pair[0]))


def _missing(reasons: Reasons, causes: list[tuple[str, _Lack]], weeks: float) -> str:
    total = _sum(lack for _, lack in causes)
    under = f", dont {reasons.under} au-dessous du minimum" if reasons.under else ""
    told = [
        f"{plural(lack.posts, 'poste')} sur {plural(len(lack.days), 'jour')} "
        f"({_people(lack.minutes, weeks)}) : {words}"
        for words, lack in causes[:CAUSES]
    ]
    rest = _sum(lack for _, lack in causes[CAUSES:])
    if rest.posts:
        told.append(f"{plural(rest.posts, 'poste')} pour d’autres raisons")
    return (
        f"Il manque du monde sur {plural(reasons.missing, 'poste')}{under}, "
        f"{plural(len(total.days), 'jour')} en tout : {' ; '.join(told)}."
    )


def _takes(reasons: Reasons, names: Names, weeks: float) -> str:
    """Say what would fill the posts, the easiest first; people to hire for what nothing fills."""
    free = _sum_of(g for g in reasons.groups if g.cause in {Cause.NOTHING, Cause.COSTLY})
    begun = _sum_of(g for g in reasons.groups if g.cause is Cause.BEGUN)
    parts = []
    if free.posts:
        parts.append(
            f"affecter à la main {plural(free.posts, 'poste')} que quelqu’un peut tenir sans rien "
            "enfreindre"
        )
    lifts = [group.lift for group in reasons.groups if group.lift is not None][:CAUSES]
    parts += [_derogation(lift, names) for lift in lifts]
    lifted = sum(lift.filled for lift in lifts)
    total = _sum_of(reasons.groups)
    left = total.posts - free.posts - begun.posts - lifted
    if left > 0:
        minutes = (
            (total.minutes - free.minutes - begun.minutes)
            * left
            // max(1, total.posts - free.posts - begun.posts)
        )
        rest = "le reste" if parts else "tout tenir"
        parts.append(f"{_people(minutes, weeks)} de plus pour {rest}")
    if not parts:
        return "Ce qui manque a déjà commencé : il n’y a plus rien à décider."
    return f"Il faudrait {' ; '.join(parts)}."


def _derogation(lift: Lift, names: Names) -> str:
    ground = lift.ground
    where = (
        names.dispositif(ground.dispositif) if ground.dispositif else names.agency(ground.agency)
    )
    place = f" pour {where}" if where else ""
    return (
        f"une {DEROGATIONS[ground.kind]}{place}, si un texte la permet "
        f"({plural(lift.filled, 'poste')})"
    )


def _sum_of(groups: Iterable[Group]) -> _Lack:
    total = _Lack()
    for group in groups:
        total.add(group)
    return total


def _sum(lacks: Iterable[_Lack]) -> _Lack:
    total = _Lack()
    for lack in lacks:
        total.posts += lack.posts
        total.minutes += lack.minutes
        total.days |= lack.days
    return total


def _people(minutes: int, weeks: float) -> str:
    """Write minutes of a month as people who work full time, to the tenth: `1,4 temps plein`."""
    tenths = max(1, round(10 * minutes / (FULL_WEEK * weeks)))
    return f"{_tenths(tenths)}{NO_BREAK}{'temps pleins' if tenths >= TWO else 'temps plein'}"


def _tenths(tenths: int) -> str:
    """Write tenths: `1,4`, `2`."""
    return f"{tenths / 10:.1f}".replace(".", ",").removesuffix(",0")
