"""Whom the files name: people of the association, or strangers of whom things are assumed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

from api.auditing.case import Assumed
from api.auditing.matching import Known, Match, name_key, plain
from scheduler.domain.people import Contract, ContractKind, Mediator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from api.foreign.reading import Away, Shift

Named = tuple[str, tuple[str, ...]]
"""What a file calls a person: the name, and what else it says of who it is."""


@dataclass(kw_only=True)
class Roll:
    """
    The people of an audit, as files name them.

    `hired`: from when strangers are taken to be under contract. `guessed`, `strangers` and
    `namesakes` are kept for the report, by what the file calls them.
    """

    known: Known
    hired: date
    guessed: dict[str, Mediator] = field(default_factory=dict)
    strangers: dict[str, Mediator] = field(default_factory=dict)
    namesakes: dict[str, tuple[Mediator, ...]] = field(default_factory=dict)
    _met: dict[Named, Mediator | None] = field(default_factory=dict)

    def of(self, one: Shift | Away) -> Mediator | None:
        """Return who it is (None: one of several namesakes, and the file doesn't say which)."""
        named = (one.person, one.also)
        if named not in self._met:
            self._met[named] = self._find(*named)
        return self._met[named]

    def _find(self, person: str, also: tuple[str, ...]) -> Mediator | None:
        match: Match = self.known.match(person, also)
        found = match.one
        if found is not None:
            if match.guessed:
                self.guessed[person] = found
            return found
        if match.people:
            self.namesakes[person] = match.people
            return None
        return self._stranger(person)

    def _stranger(self, person: str) -> Mediator:
        """Return a person of whom nothing is known; « Nom Prénom » and its reverse are one."""
        key = name_key(person)
        if key not in self.strangers:
            self.strangers[key] = Mediator(
                id=key.replace(" ", "-") or person.strip(),
                name=" ".join(person.split()),
                contracts=(Contract(kind=ContractKind.CDI, start=self.hired),),
            )
        return self.strangers[key]

    def assumed(self) -> Iterator[Assumed]:
        """Yield what was taken for granted of people."""
        for text, mediator in sorted(self.guessed.items(), key=lambda g: plain(g[0])):
            yield Assumed(
                text=f"« {text} » est tenu pour {mediator.name} ({mediator.id}).",
                about=(mediator.id,),
            )
        strangers = sorted(self.strangers.values(), key=lambda m: plain(m.name))
        if not strangers:
            return
        many = len(strangers) > 1
        who = f"{len(strangers)} personnes" if many else "Une personne"
        if self.known.mediators:
            who += " inconnues de l’association" if many else " inconnue de l’association"
        yield Assumed(
            text=f"{who} : adulte à temps plein (35 h par semaine), en CDI, sans qualité déclarée "
            "de travailleur de nuit, faute d’autre renseignement.",
            about=tuple(m.id for m in strangers),
        )
        yield from self._close(strangers)

    def _close(self, strangers: Iterable[Mediator]) -> Iterator[Assumed]:
        """Yield who in the association may have been meant by a name that isn't known."""
        theirs = {plain(m.name): m for m in self.known.mediators}
        for one in strangers:
            close = get_close_matches(plain(one.name), theirs, n=1, cutoff=0.8)
            if close:
                meant = theirs[close[0]]
                yield Assumed(
                    text=f"« {one.name} » est inconnu : est-ce {meant.name} ({meant.id}) ?",
                    about=(one.id,),
                )
