"""
What each role may do with each kind of row of an association.

Responsables see the rows of their agencies and dispositifs, but no reason of absence, no birth date
and no home: RH read these, and administrators agencies and dispositifs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from api.access.caller import Caller, Role


class May(StrEnum):
    """What a role does with the rows of a kind."""

    NOTHING = "rien"
    READ = "lit"
    WRITE = "lit et écrit"


@dataclass(frozen=True, kw_only=True)
class Rights:
    """What each role does with the rows of one kind that lie in its scope."""

    responsable: May
    rh: May
    admin: May = May.NOTHING

    def roles(self, may: May) -> frozenset[Role]:
        """Return the roles that may do this; who writes reads too."""
        rights = (
            (Role.RESPONSABLE, self.responsable),
            (Role.RH, self.rh),
            (Role.ADMIN, self.admin),
        )
        return frozenset(role for role, has in rights if has in (may, May.WRITE))

    @property
    def unmasked(self) -> frozenset[Role]:
        """Return the roles that read private columns too."""
        return self.roles(May.READ) - {Role.RESPONSABLE}


STRUCTURE = Rights(responsable=May.READ, rh=May.WRITE, admin=May.WRITE)
DEMAND = Rights(responsable=May.WRITE, rh=May.READ)
PEOPLE = Rights(responsable=May.WRITE, rh=May.WRITE)
LAW = Rights(responsable=May.READ, rh=May.WRITE)
PRIVATE = Rights(responsable=May.NOTHING, rh=May.WRITE)

RIGHTS: Mapping[str, Rights] = MappingProxyType(
    {
        "agences": STRUCTURE,
        "dispositifs": STRUCTURE,
        "sites": DEMAND,
        "trajets": DEMAND,
        "personnes": PEOPLE,
        "contrats": PEOPLE,
        "avenants": PEOPLE,
        "titres": PEOPLE,
        "formation_socle": PEOPLE,
        "cohortes": PEOPLE,
        "dates_cohortes": PEOPLE,
        "inscriptions": PEOPLE,
        "absences": PEOPLE,
        "conges_longs": PRIVATE,
        "emplois_vacances": LAW,
        "delegations": PEOPLE,
        "contraintes_personnelles": PRIVATE,
        "souhaits": DEMAND,
        "binomes": DEMAND,
        "limites": DEMAND,
        "enchainements": DEMAND,
        "rythme": DEMAND,
        "compteurs": DEMAND,
        "derogations": LAW,
        "vehicules": DEMAND,
        "marches": DEMAND,
        "saisons": DEMAND,
        "gabarits": DEMAND,
        "besoins": DEMAND,
        "pauses": DEMAND,
        "exceptions": DEMAND,
        "temps_equipe": DEMAND,
        "rendez_vous": DEMAND,
        "calendrier_scolaire": PEOPLE,
        "verrous": DEMAND,
        "employeur": LAW,
        "amenagements": LAW,
        "avis_cse": LAW,
        "solidarite": LAW,
        "jours_exceptionnels": PEOPLE,
        "heures_ailleurs": PRIVATE,
        "soldes": PRIVATE,
        "semaines_anterieures": PRIVATE,
        "prevenances": PEOPLE,
        "conventions": LAW,
        "accords": LAW,
        "acquittements": PRIVATE,
        "rubriques": PRIVATE,
    }
)


def reads(who: Caller, kind: str) -> bool:
    """Whether an account has a role that reads rows of a kind (no such kind: it hasn't)."""
    return kind in RIGHTS and bool(RIGHTS[kind].roles(May.READ) & who.roles())


def writes(who: Caller, kind: str) -> bool:
    """Whether an account has a role that writes rows of a kind."""
    return kind in RIGHTS and bool(RIGHTS[kind].roles(May.WRITE) & who.roles())


def unmasked(who: Caller, kind: str) -> bool:
    """Whether an account has a role that reads private columns of a kind too."""
    return bool(RIGHTS[kind].unmasked & who.roles())


def words() -> Iterator[tuple[str, str, str, str]]:
    """Yield each kind with what a responsable, RH and an administrator do with it, in French."""
    for kind, rights in RIGHTS.items():
        yield kind, rights.responsable.value, rights.rh.value, rights.admin.value
