"""Where the rows of an association lie: in which agencies and dispositifs, for whom they count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from typing import TYPE_CHECKING, Any

from api.access.reach import Area

if TYPE_CHECKING:
    from api.data.association import Association


Found = frozenset[Area]
EVERYWHERE: Found = frozenset()
"""What lies nowhere in particular is the whole association's."""


class Places:
    """
    Where rows lie, as the association stands and with rows that are about to be added.

    Rows are told by their kind's name and their values, by field.
    """

    def __init__(self, association: Association) -> None:
        self.agency_of = {one.id: one.agency for one in association.dispositifs}
        self.agencies = {one.id for one in association.agencies}
        self.sites = {one.id: one.agency for one in association.sites}
        self.people: dict[str, Found] = {
            one.id: _person(one.agency, one.dispositifs) for one in association.mediators
        }
        self.templates = {one.id: one.dispositif for one in association.templates}
        self.seasons: dict[str, set[str]] = {one.id: set() for one in association.seasons}
        for one in association.templates:
            if one.season:
                self.seasons.setdefault(one.season, set()).add(one.dispositif)
        self.cohorts: dict[str, set[Area]] = {
            one.id: set(self._of_site(one.site)) for one in association.cohorts
        }
        for cohort, who in association.members:
            agencies = {Area(place.agency) for place in self.people.get(who, ())}
            self.cohorts.setdefault(cohort, set()).update(agencies)

    def copy(self) -> Places:
        """Return the same, which may learn more without the other knowing."""
        made = copy(self)
        for name, table in vars(self).items():
            setattr(made, name, table.copy())
        return made

    def named(self, source: str, one: str) -> Found:
        """Return where a thing lies that another names, by the file that its id stands in."""
        return NAMED[source](self, one) if source in NAMED else EVERYWHERE

    def learn(self, kind: str, row: Mapping[str, Any]) -> None:
        """Know a row that is about to be added, so that others may name it."""
        match kind:
            case "agences":
                self.agencies.add(row["id"])
            case "dispositifs":
                self.agency_of.setdefault(row["id"], row["agency"])
            case "sites":
                self.sites.setdefault(row["id"], row["agency"])
            case "personnes":
                self.people.setdefault(row["id"], _person(row["agency"], row["dispositifs"]))
            case "gabarits":
                self.templates.setdefault(row["id"], row["dispositif"])
            case "saisons":
                self.seasons.setdefault(row["id"], set())
            case "cohortes":
                self.cohorts.setdefault(row["id"], set(self._of_site(row["site"])))

    def of(self, kind: str, row: Mapping[str, Any]) -> Found:
        """Return where a row lies; one that names what isn't there lies there nonetheless."""
        return WHERE[kind](self, row) if kind in WHERE else self.plain(row)

    def _of_site(self, one: str) -> Found:
        """Return where a site lies that may not be named at all."""
        return self.site(one) if one else EVERYWHERE

    def agency(self, one: str) -> Found:
        """Return where an agency lies."""
        return frozenset({Area(one)}) if one in self.agencies else NOWHERE

    def dispositif(self, one: str) -> Found:
        """Return where a dispositif lies."""
        return frozenset({Area(self.agency_of.get(one, UNKNOWN), one)})

    def site(self, one: str) -> Found:
        """Return where a site lies; some are everybody's."""
        if one not in self.sites:
            return NOWHERE
        return frozenset({Area(self.sites[one])}) if self.sites[one] else EVERYWHERE

    def cohort(self, one: str) -> Found:
        """Return where a cohort lies: at its site, and where its members are."""
        return frozenset(self.cohorts[one]) if one in self.cohorts else NOWHERE

    def cohort_row(self, row: Mapping[str, Any]) -> Found:
        """Return where a cohort's own row lies, with the site that it would have."""
        return frozenset(self.cohorts.get(row["id"], ())) | self._of_site(row["site"])

    def season(self, one: str) -> Found:
        """Return where a season lies: in the dispositifs whose templates follow it."""
        found = (self.dispositif(used) for used in self.seasons.get(one, ()))
        return frozenset().union(*found)

    def person(self, who: str) -> Found:
        """Return where a person lies; nobody is somewhere that nobody may see."""
        return self.people.get(who, NOWHERE)

    def template(self, one: str) -> Found:
        """Return where a template lies."""
        return self.dispositif(self.templates[one]) if one in self.templates else NOWHERE

    def plain(self, row: Mapping[str, Any]) -> Found:
        """Return where a row lies that names a person, else a dispositif, else an agency."""
        if row.get("mediator"):
            return self.person(row["mediator"])
        if row.get("dispositif"):
            return self.dispositif(row["dispositif"])
        return frozenset({Area(row["agency"])}) if row.get("agency") else EVERYWHERE


DAY = len("-2026-03-04")
"""What follows a template's id in that of a slot."""

UNKNOWN = " "
"""No agency's id: ids have no blanks."""

NOWHERE: Found = frozenset({Area(UNKNOWN)})


WHERE: Mapping[str, Callable[[Places, Mapping[str, Any]], Found]] = {
    "agences": lambda _, row: frozenset({Area(row["id"])}),
    "dispositifs": lambda _, row: frozenset({Area(row["agency"], row["id"])}),
    "trajets": lambda places, row: places.site(row["origin"]) | places.site(row["goal"]),
    "personnes": lambda _, row: _person(row["agency"], row["dispositifs"]),
    "binomes": lambda places, row: places.person(row["first"]) | places.person(row["second"]),
    "cohortes": lambda places, row: places.cohort_row(row),
    "dates_cohortes": lambda places, row: places.cohort(row["cohort"]),
    "saisons": lambda places, row: places.season(row["id"]),
    "gabarits": lambda places, row: places.dispositif(row["dispositif"]),
    "besoins": lambda places, row: places.template(row["template"]),
    "pauses": lambda places, row: places.template(row["template"]),
    "exceptions": lambda places, row: places.template(row["template"]),
    "verrous": lambda places, row: (
        places.person(row["mediator"]) | places.template(row["slot"][:-DAY])
    ),
}
"""Where the rows of a kind lie, unless `Places.plain` says it."""

NAMED: Mapping[str, Callable[[Places, str], Found]] = {
    "agences": Places.agency,
    "dispositifs": Places.dispositif,
    "sites": Places.site,
    "personnes": Places.person,
    "gabarits": Places.template,
    "cohortes": Places.cohort,
}


def _person(agency: str, dispositifs: Iterable[str]) -> Found:
    return frozenset(Area(agency, one) for one in dispositifs) or frozenset({Area(agency)})
