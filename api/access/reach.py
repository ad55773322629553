"""
Decide what a caller reaches: which things are theirs to see, and which to decide.

A role is granted over the whole association, an agency or a dispositif; a thing lies in the whole
association, in an agency or in dispositifs. This module alone compares the two. It knows no table:
lists are filtered by the agencies, people and dispositifs that it returns.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from api.access.caller import Caller, Role
from api.access.errors import UnknownError
from scheduler.domain.people import Mediator

PLANNERS = frozenset({Role.RESPONSABLE})
"""Who makes drafts, publishes them and approves swaps."""

OVERSEERS = frozenset({Role.RESPONSABLE, Role.RH})
"""Who reads plannings, and answers for people's requests and hours."""

HR = frozenset({Role.RH})
ADMINS = frozenset({Role.ADMIN})
FUNDERS = frozenset({Role.COMMANDITAIRE})


class Area(NamedTuple):
    """An agency, or one of its dispositifs; both empty: the whole association."""

    agency: str = ""
    dispositif: str = ""


class Agency(Protocol):
    """What reach depends on in an agency."""

    @property
    def id(self) -> str:
        """Return its id."""


class Dispositif(Protocol):
    """What reach depends on in a dispositif."""

    @property
    def id(self) -> str:
        """Return its id."""

    @property
    def agency(self) -> str:
        """Return its agency's id."""


class Association(Protocol):
    """What reach depends on in an association: its people and its dispositifs, by id."""

    @property
    def mediator_of(self) -> Mapping[str, Mediator]:
        """Return its people."""

    @property
    def dispositif_of(self) -> Mapping[str, Dispositif]:
        """Return its dispositifs."""


class Planning(Protocol):
    """A draft or a publication; `dispositifs` empty: all those of the agency (empty: of all)."""

    @property
    def agency(self) -> str:
        """Return its agency's id."""

    @property
    def dispositifs(self) -> Sequence[str]:
        """Return the ids of those that it decides."""


Some = TypeVar("Some", bound=Dispositif)
OneAgency = TypeVar("OneAgency", bound=Agency)


@dataclass(frozen=True)
class Reach:
    """What a caller reaches by some roles."""

    caller: Caller
    roles: frozenset[Role]

    @property
    def everything(self) -> bool:
        """Whether one of the roles holds over the whole association."""
        return self.caller.may(self.roles)

    @property
    def agencies(self) -> frozenset[str] | None:
        """The agencies in which a role holds, even if over one dispositif only (None: all)."""
        agencies = frozenset(area.agency for area in self.areas)
        return None if "" in agencies else agencies

    @property
    def areas(self) -> tuple[Area, ...]:
        """The areas over which one of the roles was granted."""
        return tuple(
            Area(grant.agency, grant.dispositif)
            for grant in self.caller.grants
            if grant.role in self.roles
        )

    def area(self, agency: str, dispositif: str = "") -> bool:
        """Whether one of the roles holds over an agency (empty: all of them), or a dispositif."""
        return self.caller.may(self.roles, agency, dispositif)

    def teams(self, agency: str = "") -> bool:
        """Whether they have all of an agency (empty: of each in which a role holds)."""
        return all(map(self.area, (agency,) if agency else self.agencies or ("",)))

    def person(self, person: Mediator) -> bool:
        """Whether they answer for a person: by the agency, or one of the person's dispositifs."""
        return self.area(person.agency) or any(
            self.area(person.agency, dispositif) for dispositif in person.dispositifs
        )

    def planning(self, planning: Planning, association: Association) -> bool:
        """Whether a draft or a publication is theirs: by its agency, or each of its dispositifs."""
        if self.area(planning.agency):
            return True
        there = association.dispositif_of
        agencies = {
            d: there[d].agency if d in there else planning.agency for d in planning.dispositifs
        }
        return bool(agencies) and all(self.area(agency, d) for d, agency in agencies.items())

    def sees(self, areas: frozenset[Area]) -> bool:
        """Whether they see a thing of these areas: one suffices (none: everybody sees it)."""
        agencies = self.agencies
        return not areas or any(
            self.area(*area) if area.dispositif else agencies is None or area.agency in agencies
            for area in areas
        )

    def decides(self, areas: frozenset[Area]) -> bool:
        """Whether they decide a thing of these areas: all are needed (none: the association)."""
        return all(self.area(*area) for area in areas or {Area()})

    def people(self, association: Association) -> dict[str, Mediator]:
        """Return the people for whom they answer, by id."""
        people = association.mediator_of.values()
        return {person.id: person for person in people if self.person(person)}

    def people_and_self(self, association: Association) -> dict[str, Mediator]:
        """Return the people for whom they answer and the caller's own person, by id."""
        own = association.mediator_of.get(self.caller.person)
        return self.people(association) | ({own.id: own} if own is not None else {})

    def whole_agencies(self, agencies: Iterable[OneAgency]) -> list[OneAgency]:
        """Return those of these agencies over all of which one of the roles holds."""
        return [agency for agency in agencies if self.area(agency.id)]

    def dispositifs(self, dispositifs: Iterable[Some]) -> list[Some]:
        """Return those of these dispositifs over which one of the roles holds."""
        return [
            dispositif for dispositif in dispositifs if self.area(dispositif.agency, dispositif.id)
        ]

    def chosen(
        self, dispositifs: Iterable[Dispositif], dispositif: str = ""
    ) -> frozenset[str] | None:
        """
        Return the ids of theirs among dispositifs (None: all there are), or of one of them.

        Raises UnknownError: the dispositif isn't theirs.
        """
        reached = frozenset(each.id for each in self.dispositifs(dispositifs))
        if dispositif:
            if dispositif not in reached:
                raise UnknownError
            return frozenset({dispositif})
        return None if self.everything else reached

    def someone(self, association: Association, person: str) -> Mediator:
        """
        Return a person for whom they answer.

        Raises UnknownError: nobody has this id, or the caller doesn't answer for them.
        """
        mediator = association.mediator_of.get(person)
        if mediator is None or not self.person(mediator):
            raise UnknownError
        return mediator

    def check_everything(self) -> None:
        """
        Refuse a caller whose roles don't hold over the whole association.

        Raises UnknownError: none of the roles holds over the whole association.
        """
        if not self.everything:
            raise UnknownError


def own_person(caller: Caller, association: Association) -> Mediator:
    """
    Return the caller's own person.

    Raises UnknownError: the account belongs to no person of the association.
    """
    person = association.mediator_of.get(caller.person) if caller.person else None
    if person is None:
        raise UnknownError
    return person
