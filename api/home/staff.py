"""What RH has to do: findings to settle, people near a limit, balances that grow."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from urllib.parse import urlencode

from api.access.reach import HR, Reach
from api.fairness.reading import accounts_within, behind_first
from api.french.moments import length_words
from api.french.plural import plural
from api.french.quoting import listed
from api.french.words import brief_date, capital, month_name
from api.home.tasks import NAMED, Overseer, Task, Urgency
from api.hours.months.service import (
    Basis,
    Month,
    findings_within,
    month_of,
    month_seen_first,
    people_within,
    person_count,
)
from api.judging.acknowledging import answers_for
from api.planning.fairness.kinds import KINDS
from api.training.service import findings_of
from api.web.months import first_of
from scheduler.balances import signed
from scheduler.domain.time import month_later, week_of
from scheduler.finding import Finding, Verdict

RULES = 5
"""Rules of which a month's findings have a line of their own."""

NEAR_WEEK, MOST_WEEK = 46 * 60, 48 * 60
"""Minutes of a week that are near the most that the law lets (L3121-20), and that most."""

OVER_YEAR = 35 * 60
"""Minutes beyond contracts since January that are told: a week of them."""

GROWING = 5
"""Duties beyond one's part that are told, where they grow."""

LATELY = 2
"""Months before the last published in which a balance has grown."""


class Staff(Overseer):
    """RH, and what they answer for."""

    @cached_property
    def reach(self) -> Reach:
        """For whom they answer."""
        return Reach(self.caller, HR)

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
        """Yield a task for each rule that blocks, or waits for a fact, and that nobody answered."""
        findings = findings_within(self.reach, month)
        answers = answers_for(self.association, findings, month.rota.problem.horizon).by_code
        rules: dict[tuple[bool, str], list[Finding]] = defaultdict(list)
        for finding in findings:
            doubt = finding.verdict is Verdict.TO_CONFIRM
            if (finding.blocks or doubt) and finding.code not in answers:
                rules[not finding.blocks, finding.rule].append(finding)
        ranked = sorted(rules.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1]))
        name, act = capital(month_name(month.first)), "Voir les constats"
        address = f"/rh?{urlencode({'month': f'{month.first:%Y-%m}'})}"
        for (doubt, rule), some in ranked[:RULES]:
            state = "à confirmer" if doubt else "qui bloquent" if len(some) > 1 else "qui bloque"
            people = len({finding.subject for finding in some})
            yield Task(
                Urgency.SOON if doubt else Urgency.NOW,
                f"{name}, « {month.profile.rule_of[rule].title} » : "
                f"{plural(len(some), 'constat')} {state}.",
                act,
                f"{address}&{urlencode({'regle': rule})}",
                f"Pour {plural(people, 'personne')}." if people > 1 else "",
            )
        if rest := ranked[RULES:]:
            others = plural(len(rest), "autre règle", "autres règles")
            text = f"{name} : {plural(sum(len(some) for _, some in rest), 'constat')} de {others}."
            yield Task(Urgency.LATER, text, act, address)

    def _trainings(self) -> Iterator[Task]:
        """Yield a task for the people whose training, socle included, is late or due."""
        findings = findings_of(self.reach, self.association, self.now)
        late = [
            who
            for who, some in findings.items()
            if any(finding.verdict is Verdict.VIOLATION for finding in some)
        ]
        people = self.association.mediator_of
        due = sorted(people[who].name for who in late or findings)
        if due:
            state = "en retard de formation" if late else "dont la formation est incomplète"
            text = f"{plural(len(due), 'personne')} {state} : {listed(due, NAMED)}."
            yield Task(Urgency.SOON, text, "Voir les formations", "/formations")

    def _near_limits(self, month: Month) -> Iterator[Task]:
        """Yield tasks for weeks to come near 48 h, and hours far beyond contracts since January."""
        people = [person_count(month, each).counters for each in people_within(self.reach, month)]
        act = "Voir les compteurs"
        address = f"/rh/compteurs?{urlencode({'month': f'{month.first:%Y-%m}'})}"
        this_week = week_of(self.today)
        full = [
            (minutes, monday, each.mediator.name)
            for each in people
            for monday, minutes in each.weeks
            if minutes >= NEAR_WEEK and monday >= this_week
        ]
        if full:
            minutes, monday, name = max(full)
            count = plural(len({who for *_, who in full}), "personne")
            most = f"{name}, {length_words(minutes)} la semaine du {brief_date(monday)}"
            urgency = Urgency.SOON if minutes > MOST_WEEK else Urgency.LATER
            yield Task(urgency, f"{count} près des 48 h d’une semaine : {most}.", act, address)
        far = [each for each in people if each.rolling >= OVER_YEAR]
        if far:
            far.sort(key=lambda each: (-each.rolling, each.mediator.name))
            names = [f"{each.mediator.name} (+{length_words(each.rolling)})" for each in far]
            text = (
                f"{plural(len(far), 'personne')} à une semaine ou plus au-delà des contrats depuis "
                f"janvier : {listed(names, NAMED)}."
            )
            yield Task(Urgency.LATER, text, act, address)

    def _balances(self) -> Iterator[Task]:
        """Yield a task for the fairness balances that are high and grew lately, the worst first."""
        last = first_of(self.association.published_months[-1])
        accounts = accounts_within(self.reach, self.association, month_later(last, -LATELY), last)
        far = [a for a in accounts if a.closing >= GROWING and a.difference > 0]
        for kind in KINDS:
            some = [account for account in behind_first(far)[::-1] if account.kind is kind]
            if some:
                names = listed([f"{a.mediator.name} ({signed(a.closing)})" for a in some], NAMED)
                text = f"{kind.title} au-delà de leur part, et cela augmente : {names}."
                address = f"/equite?{urlencode({'kind': kind.word})}"
                yield Task(Urgency.LATER, text, "Voir l’équité", address)
