"""What RH has to do: findings to settle, people near a limit, balances that grow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.reach import HR, Reach
from api.data.association import Association
from api.fairness.reading import accounts_within
from api.french.moments import length_words
from api.french.plural import plural
from api.french.quoting import listed
from api.french.words import brief_date, capital, month_name
from api.home.tasks import Task, Urgency
from api.hours.months.service import (
    Basis,
    Month,
    findings_within,
    month_of,
    month_seen_first,
    people_within,
    person_count,
)
from api.ledger.history import whole
from api.planning.fairness.accounts import Account
from api.planning.fairness.kinds import KINDS
from api.planning.fairness.words import signed
from api.training.service import trainees
from api.web.months import first_of
from scheduler.domain.time import PARIS
from scheduler.finding import Finding, Verdict

RULES = 5
"""Rules of which a month's findings have a line of their own."""

NAMED = 3
"""People that a sentence names; the others are counted."""

NEAR_WEEK, MOST_WEEK = 46 * 60, 48 * 60
"""Minutes of a week that are near the most that the law lets (L3121-20), and that most."""

OVER_YEAR = 35 * 60
"""Minutes beyond contracts since January that are told: a week of them."""

GROWING = 5
"""Duties beyond one's part that are told, where they grow."""

LATELY = 2
"""Months before the last published in which a balance has grown."""


@dataclass(frozen=True)
class Staff:
    """What RH answer for, read at one instant."""

    session: Session
    caller: Caller
    now: datetime

    @cached_property
    def association(self) -> Association:
        """The association, with all that is published."""
        return whole(self.session)

    @cached_property
    def reach(self) -> Reach:
        """For whom they answer."""
        return Reach(self.caller, HR)

    @cached_property
    def today(self) -> date:
        """The civil day."""
        return self.now.astimezone(PARIS).date()

    @cached_property
    def month(self) -> Month | None:
        """The published month that « Conformité » shows first (None: none is published)."""
        label = month_seen_first(self.association, self.today)
        return month_of(self.session, label, Basis.PLAN, self.now) if label else None

    def tasks(self) -> Iterator[Task]:
        """Yield what is to be done, in no order."""
        yield from self._trainings()
        if self.month is not None:
            yield from self._findings(self.month)
            yield from self._near_limits(self.month)
            yield from self._balances()

    def _findings(self, month: Month) -> Iterator[Task]:
        """Yield a task for each rule that blocks, or that waits for a fact, by number."""
        rules: dict[tuple[bool, str], list[Finding]] = defaultdict(list)
        for finding in findings_within(self.reach, month):
            if finding.blocks or finding.verdict is Verdict.TO_CONFIRM:
                rules[not finding.blocks, finding.rule].append(finding)
        ranked = sorted(rules.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1]))
        label, name = f"{month.first:%Y-%m}", capital(month_name(month.first))
        address = f"/rh?{urlencode({'month': label, 'tri': 'regle'})}"
        for (doubt, rule), some in ranked[:RULES]:
            title = month.profile.rule_of[rule].title
            state = "à confirmer" if doubt else "qui bloquent" if len(some) > 1 else "qui bloque"
            people = {finding.subject for finding in some}
            yield Task(
                urgency=Urgency.SOON if doubt else Urgency.NOW,
                text=f"{name}, « {title} » : {plural(len(some), 'constat')} {state}.",
                note=f"Pour {plural(len(people), 'personne')}." if len(people) > 1 else "",
                act="Voir les constats",
                address=address,
            )
        rest = ranked[RULES:]
        if rest:
            count = sum(len(some) for _, some in rest)
            yield Task(
                urgency=Urgency.LATER,
                text=(
                    f"{name} : {plural(count, 'constat')} de "
                    f"{plural(len(rest), 'autre règle', 'autres règles')}."
                ),
                act="Voir tous les constats",
                address=address,
            )

    def _trainings(self) -> Iterator[Task]:
        """Yield a task for the people whose training, socle included, is late or due."""
        people = [
            each for each in trainees(self.reach, self.association, self.now) if each.findings
        ]
        if not people:
            return
        late = [
            each for each in people if any(f.verdict is Verdict.VIOLATION for f in each.findings)
        ]
        names = [each.person.name for each in late or people]
        state = "en retard de formation" if late else "à inscrire en formation"
        yield Task(
            urgency=Urgency.SOON,
            text=f"{plural(len(names), 'personne')} {state} : {listed(names, NAMED)}.",
            act="Voir les formations",
            address="/formations",
        )

    def _near_limits(self, month: Month) -> Iterator[Task]:
        """Yield tasks for weeks to come near 48 h, and hours far beyond contracts since January."""
        people = [person_count(month, each).counters for each in people_within(self.reach, month)]
        counters = f"/rh/compteurs?{urlencode({'month': f'{month.first:%Y-%m}'})}"
        this_week = self.today - timedelta(days=self.today.weekday())
        full = [
            (minutes, monday, each.mediator.name)
            for each in people
            for monday, minutes in each.weeks
            if minutes >= NEAR_WEEK and monday >= this_week
        ]
        if full:
            minutes, monday, name = max(full)
            yield Task(
                urgency=Urgency.SOON if minutes > MOST_WEEK else Urgency.LATER,
                text=(
                    f"{plural(len({who for *_, who in full}), 'personne')} près des 48 h d’une "
                    f"semaine : {name}, {length_words(minutes)} la semaine du "
                    f"{brief_date(monday)}."
                ),
                act="Voir les compteurs",
                address=counters,
            )
        over = sorted(
            ((each.rolling, each.mediator.name) for each in people if each.rolling >= OVER_YEAR),
            reverse=True,
        )
        if over:
            told = [f"{name} (+{length_words(minutes)})" for minutes, name in over]
            yield Task(
                urgency=Urgency.LATER,
                text=(
                    f"{plural(len(over), 'personne')} à une semaine ou plus au-delà des contrats "
                    f"depuis janvier : {listed(told, NAMED)}."
                ),
                act="Voir les compteurs",
                address=counters,
            )

    def _balances(self) -> Iterator[Task]:
        """Yield a task for the fairness balances that are high and grew lately, the worst first."""
        last = first_of(self.association.published_months[-1])
        first = last
        for _ in range(LATELY):
            first = (first - timedelta(days=1)).replace(day=1)
        worst: dict[str, list[Account]] = {}
        for account in accounts_within(self.reach, self.association, first, last):
            if account.closing >= GROWING and account.difference > 0:
                worst.setdefault(account.kind.word, []).append(account)
        for kind in KINDS:
            some = sorted(worst.get(kind.word, ()), key=lambda a: (-a.closing, a.mediator.name))
            if not some:
                continue
            told = listed([f"{a.mediator.name} ({signed(a.closing)})" for a in some], NAMED)
            yield Task(
                urgency=Urgency.LATER,
                text=f"{kind.title} au-delà de leur part, et cela augmente : {told}.",
                act="Voir l’équité",
                address=f"/equite?{urlencode({'kind': kind.word})}",
            )
