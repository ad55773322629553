"""Find the people whom files name: of the association, or strangers with an assumed contract."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from api.data.association import Association
from api.data.errors import BadFilesError, FileError
from api.french.nearest import nearest
from api.intake.reading import Written, WrittenContract
from api.judging.case import Assumption
from api.judging.directory import Directory, Match, name_key, plain
from api.judging.foreign.questions import Question, asked_about
from api.judging.foreign.sources import NameAnswers
from scheduler.domain.duty import Duty
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Mediator

Named = tuple[str, tuple[str, ...]]
"""How a file names a person: the name, then other names and ids that it gives."""

FULL = 35 * 60
"""Weekly minutes assumed for a person whose contract neither a file nor the association gives."""

ROUNDING = 15
"""Minutes by which a percentage of full time may differ from the contract's hours."""


@dataclass(kw_only=True)
class Roll:
    """
    The people of an audit, as files name them.

    `hired`: from which day strangers are assumed to be under contract. `answers`: whom RH say that
    names mean. `guessed`, `strangers` and `questions` (on names that may mean several people) are
    kept for the report, by the name as written. `hourless`: ids of the strangers whose hours no
    file gives, so that full time is assumed.
    """

    directory: Directory
    hired: date
    answers: NameAnswers = field(default_factory=NameAnswers)
    guessed: dict[str, Mediator] = field(default_factory=dict)
    strangers: dict[str, Mediator] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    hourless: set[str] = field(default_factory=set)
    _met: dict[Named, Mediator | None] = field(default_factory=dict)
    _contracts: dict[str, WrittenContract] = field(default_factory=dict)
    _differ: dict[str, WrittenContract] = field(default_factory=dict)
    _written: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))

    def meet(self, named: Iterable[Named], contracts: Iterable[WrittenContract] = ()) -> None:
        """
        Look up all names, the most frequent first, and ask about names too close to another one.

        `contracts`: those that the files give.

        It raises `BadFilesError`: an answer of RH names a person whom neither the association nor
        the files know.
        """
        for hired in contracts:
            self._contracts.setdefault(name_key(hired.person), hired)
        often: dict[Named, int] = defaultdict(int)
        for name in named:
            often[name] += 1
        names = sorted(often, key=lambda name: -often[name])
        self._check(name[0] for name in names)
        self.questions |= asked_about(names, self.directory, self.answers)

    def of(self, entry: Written) -> Mediator | None:
        """Return the person of an entry (None: several are possible, and a question asks which)."""
        named = (entry.person, entry.also)
        if named not in self._met:
            person = self._met[named] = self._find(*named)
            if person is not None:
                self._compare(entry.person, person)
        return self._met[named]

    def _check(self, written: Iterable[str]) -> None:
        """Refuse answers that name nobody, unless no file writes the name they are about."""
        names = {" ".join(name.split()).casefold(): name_key(name) for name in written}
        here = set(names.values())
        wrong = [
            FileError(
                file=self.answers.file,
                line=self.answers.lines.get(name, 0),
                column="personne",
                received=who,
                expected="une personne de l’association (son identifiant ou son nom), un autre nom "
                "des fichiers, ou « autre »",
            )
            for name, who in self.answers.said.items()
            if who
            and name in names
            and self.directory.match(who).person is None
            and name_key(who) not in here
        ]
        if wrong:
            raise BadFilesError(wrong)

    def _find(self, person: str, also: tuple[str, ...]) -> Mediator | None:
        said = self.answers.of(person)
        if said is not None:
            return self._person_meant(person, said)
        match: Match = self.directory.match(person, also)
        mediator = match.person
        if mediator is not None:
            if match.guessed:
                self.guessed[person] = mediator
            return mediator
        if person in self.questions:
            return None
        if match.people:
            self.questions.update(asked_about([(person, also)], self.directory, self.answers))
            return None
        return self._stranger(person)

    def _person_meant(self, person: str, who: str) -> Mediator:
        """Return the person whom RH answered that a name means (`who`; empty: somebody unknown)."""
        if not who:
            return self._stranger(person, key=f"{name_key(person)} = {plain(person)}")
        recorded = self.directory.match(who).person
        if recorded is not None:
            return recorded
        return self._stranger(who)

    def _stranger(self, person: str, key: str = "") -> Mediator:
        """Return a person of whom nothing is known; « Nom Prénom » and its reverse are one."""
        key = key or name_key(person)
        self._written[key][" ".join(person.split())] = None
        if key not in self.strangers:
            contract = self._contracts.get(name_key(person))
            minutes = contract.minutes if contract else None
            kind = contract.kind if contract else None
            stranger = Mediator(
                id=self._free(name_key(person).replace(" ", "-") or person.strip()),
                name=" ".join(person.split()),
                contracts=(
                    Contract(
                        kind=kind or ContractKind.CDI,
                        start=self.hired,
                        weekly_minutes=minutes or FULL,
                    ),
                ),
            )
            self.strangers[key] = stranger
            if minutes is None:
                self.hourless.add(stranger.id)
        return self.strangers[key]

    def _compare(self, person: str, mediator: Mediator) -> None:
        """Note a contract of the files that isn't the one that the association knows."""
        contract = self._contracts.get(name_key(person))
        recorded = mediator.contract_on(self.hired) or next(iter(mediator.contracts), None)
        if contract is None or contract.minutes is None or recorded is None or recorded.in_days:
            return
        if abs(contract.minutes - recorded.weekly_minutes) > ROUNDING:
            self._differ[mediator.id] = contract

    def _free(self, wanted: str) -> str:
        """Return an id that nobody has."""
        taken = {m.id for m in (*self.directory.mediators, *self.strangers.values())}
        number, ident = 2, wanted
        while ident in taken:
            ident, number = f"{wanted}-{number}", number + 1
        return ident

    def assumed(self) -> Iterator[Assumption]:
        """Yield what was assumed on people."""
        for text, mediator in sorted(self.guessed.items(), key=lambda g: plain(g[0])):
            yield Assumption(
                text=f"« {text} » est tenu pour {mediator.name} ({mediator.id}).",
                about=(mediator.id,),
            )
        for ident, contract in self._differ.items():
            yield Assumption(
                text=f"Contrat : « {contract.text} » dans le planning ({contract.where}), "
                "autre chose dans l’association, qui est suivie.",
                about=(ident,),
            )
        strangers = sorted(self.strangers.values(), key=lambda m: plain(m.name))
        hourless = [m for m in strangers if m.id in self.hourless]
        hired = [m for m in strangers if m.id not in self.hourless]
        for people, words in (
            (hourless, "adulte à temps plein (35 h par semaine), en CDI"),
            (hired, "adulte, au contrat que dit le planning (CDI s’il ne dit que des heures)"),
        ):
            if people:
                yield Assumption(
                    text=f"{self._unknown(len(people))} : {words}, sans qualité déclarée de "
                    "travailleur de nuit, faute d’autre renseignement.",
                    about=tuple(m.id for m in people),
                )
        yield from self._one_of_two()
        yield from self._close(strangers)

    def _unknown(self, count: int) -> str:
        who = f"{count} personnes" if count > 1 else "Une personne"
        if self.directory.mediators:
            who += " inconnues de l’association" if count > 1 else " inconnue de l’association"
        return who

    def _one_of_two(self) -> Iterator[Assumption]:
        """Yield the names taken for one person's: only order, accents or case differ."""
        for key, written in self._written.items():
            if len({name.casefold() for name in written}) > 1:
                names = " et ".join(f"« {name} »" for name in written)
                yield Assumption(
                    text=f"{names} sont tenus pour la même personne (sinon, dans le fichier "
                    f"des noms : « {list(written)[-1]};autre »).",
                    about=(self.strangers[key].id,),
                )

    def _close(self, strangers: Iterable[Mediator]) -> Iterator[Assumption]:
        """Yield, for each unknown name, the person of the association whose name is close."""
        theirs = {plain(m.bare_name): m for m in self.directory.mediators}
        for person in strangers:
            if self.answers.of(person.name) is not None:
                continue
            if close := nearest(plain(person.name), theirs, 0.8):
                meant = theirs[close]
                yield Assumption(
                    text=f"« {person.name} » est inconnu : est-ce {meant.name} ({meant.id}) ?",
                    about=(person.id,),
                )


@dataclass(frozen=True)
class Places:
    """Ids by name of an association's places; a name that two places share isn't used."""

    association: Association

    def placed(self, duty: Duty, mediator: Mediator | None) -> Duty:
        """
        Return the duty with ids instead of names of places, where they are known.

        A duty without dispositif has its site's agency, or the person's; with one, the
        dispositif's.
        """
        dispositif = self._dispositifs.get(plain(duty.dispositif), duty.dispositif)
        if not dispositif and mediator is not None and len(mediator.dispositifs) == 1:
            [dispositif] = mediator.dispositifs
        site = self._sites.get(plain(duty.site), duty.site)
        agency = self._agencies.get(plain(duty.agency), duty.agency)
        if not agency:
            owner = self.association.dispositif_of.get(dispositif)
            where = self.association.site_of.get(site)
            agency = owner.agency if owner else where.agency if where else ""
        if not agency and mediator is not None:
            agency = mediator.agency
        return replace(duty, dispositif=dispositif, site=site, agency=agency)

    @cached_property
    def _agencies(self) -> Mapping[str, str]:
        return _table((a.id, (a.name,)) for a in self.association.agencies)

    @cached_property
    def _dispositifs(self) -> Mapping[str, str]:
        return _table((d.id, (d.name,)) for d in self.association.dispositifs)

    @cached_property
    def _sites(self) -> Mapping[str, str]:
        return _table(
            (s.id, (s.name, f"{s.name} {s.address}") if s.address else (s.name,))
            for s in self.association.sites
        )


def _table(ids: Iterable[tuple[str, tuple[str, ...]]]) -> Mapping[str, str]:
    """Map ids and names to ids; an id wins over a name, and a name of two is left out."""
    named: dict[str, set[str]] = {}
    exact: dict[str, str] = {}
    for ident, names in ids:
        exact[plain(ident)] = ident
        for name in names:
            named.setdefault(plain(name), set()).add(ident)
    table = {name: next(iter(idents)) for name, idents in named.items() if len(idents) == 1}
    table |= exact
    table.pop("", None)
    return table
