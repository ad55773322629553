"""Answer « pourquoi moi ? » of one's own published shift, and tell nothing of colleagues."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.data.association import Association, Published
from api.french.moments import length_words
from api.french.plural import plural
from api.month.candidates.service import Candidates, candidates_for
from api.month.frames import framed
from api.privacy.means import may_tell
from scheduler.domain.hours import hours
from scheduler.domain.people import Mediator


@dataclass(frozen=True, kw_only=True)
class WhyMe:
    """
    Who else could hold a shift of one's own, as numbers: what the planner reads with names.

    `able`: how many could without breaking a rule, `fuller`: those of them who would then be
    farther over their hours than oneself (None: too few to tell). `rules`: what stops some of
    `stopped`, by the names that colleagues may read. `unable`: those who don't hold such a post, or
    aren't there. `planned` and `due`: one's own minutes of the month.
    """

    planned: int
    due: int
    able: int
    fuller: int | None
    stopped: int
    rules: tuple[str, ...]
    unable: int

    @property
    def sentences(self) -> tuple[str, ...]:
        """Say it, one's own hours first."""
        left = self.due - self.planned
        by = ", juste ce qu’il faut"
        if left:
            more = length_words(abs(left))
            by = f" : il vous reste {more} à faire" if left > 0 else f" : {more} de plus"
        planned, due = length_words(self.planned), length_words(self.due)
        lines = [f"Avec ce service, vous avez {planned} prévues ce mois-ci pour {due} dues{by}."]
        if not self.able:
            lines.append("Personne d’autre ne pourrait le tenir sans enfreindre une règle.")
        else:
            lines.append(
                f"{plural(self.able, 'collègue pourrait', 'collègues pourraient')} le tenir sans "
                "enfreindre de règle."
            )
        if self.fuller is not None:
            lines.append(
                f"Parmi eux, {self.fuller} {'aurait' if self.fuller == 1 else 'auraient'} alors "
                "plus d’heures que vous par rapport à leur contrat."
            )
        if self.stopped:
            who = plural(self.stopped, "autre", "autres")
            names = f" ({', '.join(self.rules)})" if self.rules else ""
            lines.append(f"Une règle arrête {who}{names}.")
        if self.unable == 1:
            lines.append("1 autre n’a pas ce poste, ou n’est pas disponible alors.")
        elif self.unable:
            lines.append(
                f"{self.unable} autres n’ont pas ce poste, ou ne sont pas disponibles alors."
            )
        return tuple(lines)


def why_me(association: Association, me: Mediator, shift: Published, now: datetime) -> WhyMe:
    """
    Say who else could hold a published shift, in the month as it is published.

    Those whom only a rule about their own situation stops (an absence, an age) are counted with
    those who aren't there: which it is, is theirs.
    """
    duty = shift.worked.duty
    frame = framed(association, duty.span.day.replace(day=1), frozenset({duty.dispositif}), now)
    candidates = candidates_for(frame, frame.published, duty.id, instead_of=me.id)
    own = hours(frame.rota(frame.published), me)
    rule_of = frame.profile.rule_of
    stopped = [
        {
            rule_of[finding.rule].title
            for finding in each.findings
            if finding.rule in rule_of and rule_of[finding.rule].of_shifts
        }
        for each in candidates.stopped
    ]
    by_rule = [titles for titles in stopped if titles]
    return WhyMe(
        planned=own.planned,
        due=own.due,
        able=len(candidates.eligible),
        fuller=_fuller(candidates, own.planned - own.due),
        stopped=len(by_rule),
        rules=tuple(sorted(set().union(*by_rule))),
        unable=len(candidates.unable) + len(stopped) - len(by_rule),
    )


def _fuller(candidates: Candidates, balance: int) -> int | None:
    """Count who would have more hours over their contract; of few people, nothing is told."""
    if not may_tell(len(candidates.eligible)):
        return None
    return sum(each.cost.planned - each.cost.due > balance for each in candidates.eligible)
