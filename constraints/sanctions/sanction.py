"""Define the sanctions that texts provide for breaking a rule, and write them in French."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from scheduler.dated import Source, code, legal

if TYPE_CHECKING:
    from scheduler.rule import Rule

L8115_3 = code("L8115-3", "LEGIARTI000037388958")
ADMINISTRATIVE = legal(
    "euros", 4000, L8115_3, since=date(2018, 9, 7), name="amende administrative, au plus"
)
"""The administration's fine, at most, for each person."""

UNREAD = (
    "L8115-1 a été modifié après le 27/03/2026 : sa nouvelle version n’a pas été lue, l’amende "
    "administrative est à vérifier."
)
CLASSES = "Le montant des contraventions de chaque classe (Code pénal, 131-13) n’est pas vérifié."
REPEAT = "Récidive : Code pénal, 132-11 et 132-15."
DOUBLED = (
    "Le plafond de l’amende administrative double pour un nouveau manquement dans les deux ans "
    "d’une amende ; il augmente de moitié dans l’année d’un avertissement (L8115-3)."
)


class SanctionKind(StrEnum):
    """Kind of sanction: a fine by a court, a fine by the administration, or a civil effect."""

    FINE = "contravention"
    ADMINISTRATIVE = "amende administrative"
    CIVIL = "effet civil"


@dataclass(frozen=True, kw_only=True)
class Sanction:
    """
    One text that provides for a sanction, in its version since `since`.

    `grade`: class of a contravention. `each`: the text gives one fine per person concerned.
    `repeat`: the text punishes récidive. `point`: the item of L8115-1 that names the duty broken.
    `about`: what it punishes, if it punishes only part of what the rule demands. `text`: what a
    civil effect is. `until` is included.
    """

    source: Source
    kind: SanctionKind = SanctionKind.FINE
    grade: int = 0
    each: bool = False
    repeat: bool = False
    point: str = ""
    about: str = ""
    text: str = ""
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the text was in force on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)

    @property
    def article(self) -> str:
        """The articles that provide for the sanction (empty: a decision, named in the text)."""
        if self.kind is SanctionKind.ADMINISTRATIVE:
            return f"L8115-1 {self.point}, L8115-3"
        return self.source.article if self.kind is SanctionKind.FINE else ""

    @property
    def head(self) -> tuple[int, bool, str]:
        """What fines written in one sentence have in common: class, one per person, reason."""
        return self.grade, self.each, self.about


@dataclass(frozen=True, kw_only=True)
class Penalty:
    """The sanctions for breaking a rule on a day: see `text` and `caveats`."""

    rule: str
    sanctions: tuple[Sanction, ...]
    administrative_max: int

    @property
    def text(self) -> str:
        """All sanctions in one French sentence, with their articles."""
        parts = []
        for kind, group in groupby(self.sanctions, key=lambda s: s.kind):
            if kind is SanctionKind.CIVIL:
                parts += [sanction.text for sanction in group]
            elif kind is SanctionKind.ADMINISTRATIVE:
                parts += [self._administrative(sanction) for sanction in group]
            else:
                parts += [_fines(tuple(same)) for _, same in groupby(group, key=lambda s: s.head)]
        sentence = " ; ".join(parts)
        return f"{sentence[0].upper()}{sentence[1:]}."

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles that provide for the sanctions, in order."""
        return tuple(sanction.article for sanction in self.sanctions if sanction.article)

    @property
    def caveats(self) -> tuple[str, ...]:
        """What hasn't been verified about the sanctions, and what makes them heavier."""
        kinds = {sanction.kind for sanction in self.sanctions}
        caveats = []
        if SanctionKind.FINE in kinds:
            caveats.append(CLASSES)
        if any(sanction.repeat for sanction in self.sanctions):
            caveats.append(REPEAT)
        if SanctionKind.ADMINISTRATIVE in kinds:
            caveats += [DOUBLED, UNREAD]
        return tuple(caveats)

    def _administrative(self, sanction: Sanction) -> str:
        most = f"{self.administrative_max:,}".replace(",", " ")
        return (
            f"ou, sans poursuites pénales, avertissement ou amende administrative de {most} € "
            f"au plus par salarié concerné ({sanction.article})"
        )


def penalty_of(rule: Rule, day: date) -> Penalty | None:
    """Return the sanctions for breaking a rule on `day` (None: the texts read give none)."""
    texts = tuple(s for s in rule.sanctions if isinstance(s, Sanction) and s.holds_on(day))
    if not texts:
        return None
    most = ADMINISTRATIVE.on(day) if any(s.point for s in texts) else 0
    return Penalty(rule=rule.id, sanctions=texts, administrative_max=most)


def _fines(same: tuple[Sanction, ...]) -> str:
    grade, each, about = same[0].head
    return (
        f"contravention de la {grade}e classe{' par salarié concerné' if each else ''} "
        f"({', '.join(sanction.article for sanction in same)}{' : ' + about if about else ''})"
    )
