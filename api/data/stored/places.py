"""Find in which agencies and dispositifs each row lies, since rights depend on these areas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from typing import Any

from api.access.reach import Area
from api.data.association import Association
from scheduler.domain.duty import template_of

Areas = frozenset[Area]
EVERYWHERE: Areas = frozenset()
"""The area of rows that name no agency: the whole association."""


class Places:
    """
    The areas of rows, from the association and from rows that are about to be added.

    A row is given by the name of its kind and its values by field.
    """

    def __init__(self, association: Association) -> None:
        self.agency_of = {each.id: each.agency for each in association.dispositifs}
        self.agencies = {agency.id for agency in association.agencies}
        self.sites = {site.id: site.agency for site in association.sites}
        self.people: dict[str, Areas] = {
            person.id: _person(person.agency, person.dispositifs)
            for person in association.mediators
        }
        self.templates = {
            **{template.id: template.dispositif for template in association.templates},
            **{each.id: each.dispositif for each in association.appointments},
        }
        self.seasons: dict[str, set[str]] = {season.id: set() for season in association.seasons}
        for template in association.templates:
            if template.season:
                self.seasons.setdefault(template.season, set()).add(template.dispositif)
        self.cohorts: dict[str, set[Area]] = {
            cohort.id: set(self._of_site(cohort.site)) for cohort in association.cohorts
        }
        for cohort, who in association.members:
            agencies = {Area(place.agency) for place in self.people.get(who, ())}
            self.cohorts.setdefault(cohort, set()).update(agencies)

    def copy(self) -> Places:
        """Return a copy, which can learn more rows without changing this one."""
        copied = copy(self)
        for name, table in vars(self).items():
            setattr(copied, name, table.copy())
        return copied

    def named(self, source: str, name: str) -> Areas:
        """Return the areas of something that another row names; `source`: the file with its id."""
        return NAMED[source](self, name) if source in NAMED else EVERYWHERE

    def learn(self, kind: str, row: Mapping[str, Any]) -> None:
        """Take in a row that is about to be added, so that other rows may name it."""
        match kind:
            case "agences":
                self.agencies.add(row["id"])
            case "dispositifs":
                self.agency_of.setdefault(row["id"], row["agency"])
            case "sites":
                self.sites.setdefault(row["id"], row["agency"])
            case "personnes":
                self.people.setdefault(row["id"], _person(row["agency"], row["dispositifs"]))
            case "gabarits" | "temps_equipe" | "rendez_vous":
                self.templates.setdefault(row["id"], row["dispositif"])
            case "saisons":
                self.seasons.setdefault(row["id"], set())
            case "cohortes":
                self.cohorts.setdefault(row["id"], set(self._of_site(row["site"])))
            case "inscriptions":
                agencies = {Area(place.agency) for place in self.person(row["mediator"])}
                self.cohorts[row["cohort"]] = self.cohorts.get(row["cohort"], set()) | agencies

    def of(self, kind: str, row: Mapping[str, Any]) -> Areas:
        """Return the areas of a row; an agency that the row names counts even if it is unknown."""
        return WHERE[kind](self, row) if kind in WHERE else self.plain(row)

    def _of_site(self, site: str) -> Areas:
        """Return the areas of a site; everywhere if none is named."""
        return self.site(site) if site else EVERYWHERE

    def agency(self, agency: str) -> Areas:
        """Return the areas of an agency."""
        return frozenset({Area(agency)}) if agency in self.agencies else NOWHERE

    def dispositif(self, dispositif: str) -> Areas:
        """Return the areas of a dispositif."""
        return frozenset({Area(self.agency_of.get(dispositif, UNKNOWN), dispositif)})

    def site(self, site: str) -> Areas:
        """Return the areas of a site; some sites are everybody's."""
        if site not in self.sites:
            return NOWHERE
        return frozenset({Area(self.sites[site])}) if self.sites[site] else EVERYWHERE

    def cohort(self, cohort: str) -> Areas:
        """Return the areas of a cohort: that of its site, and those of its members."""
        return frozenset(self.cohorts[cohort]) if cohort in self.cohorts else NOWHERE

    def cohort_row(self, row: Mapping[str, Any]) -> Areas:
        """Return the areas of a cohort's own row, with that of the site in its new values."""
        return frozenset(self.cohorts.get(row["id"], ())) | self._of_site(row["site"])

    def season(self, season: str) -> Areas:
        """Return the areas of a season: the dispositifs whose templates use it."""
        areas = (self.dispositif(used) for used in self.seasons.get(season, ()))
        return frozenset().union(*areas)

    def person(self, who: str) -> Areas:
        """Return the areas of a person; for an unknown id, an area that nobody may see."""
        return self.people.get(who, NOWHERE)

    def template(self, template: str) -> Areas:
        """Return the areas of a template."""
        return self.dispositif(self.templates[template]) if template in self.templates else NOWHERE

    def succession(self, row: Mapping[str, Any]) -> Areas:
        """Return the areas of a succession: its person's, or those of the templates it names."""
        if row["mediator"] or row["first_kind"] or row["following_kind"]:
            return self.plain(row)  # of a genre it concerns everybody
        named = (*row["first"], *row["following"])
        return frozenset().union(*(self.template(template) for template in named))

    def plain(self, row: Mapping[str, Any]) -> Areas:
        """Return the areas of a row by its person, else its dispositif, else its agency."""
        if row.get("mediator"):
            return self.person(row["mediator"])
        if row.get("dispositif"):
            return self.dispositif(row["dispositif"])
        return frozenset({Area(row["agency"])}) if row.get("agency") else EVERYWHERE


UNKNOWN = " "
"""An id that no agency can have, since ids have no blanks."""

NOWHERE: Areas = frozenset({Area(UNKNOWN)})


WHERE: Mapping[str, Callable[[Places, Mapping[str, Any]], Areas]] = {
    "agences": lambda _, row: frozenset({Area(row["id"])}),
    "dispositifs": lambda _, row: frozenset({Area(row["agency"], row["id"])}),
    "trajets": lambda places, row: places.site(row["origin"]) | places.site(row["goal"]),
    "personnes": lambda _, row: _person(row["agency"], row["dispositifs"]),
    "binomes": lambda places, row: places.person(row["first"]) | places.person(row["second"]),
    "enchainements": Places.succession,
    "cohortes": Places.cohort_row,
    "dates_cohortes": lambda places, row: places.cohort(row["cohort"]),
    "marches": lambda places, row: frozenset[Area]().union(
        *map(places.dispositif, row["dispositifs"])
    ),
    "saisons": lambda places, row: places.season(row["id"]),
    "gabarits": lambda places, row: places.dispositif(row["dispositif"]),
    **dict.fromkeys(
        ("besoins", "pauses", "exceptions"), lambda places, row: places.template(row["template"])
    ),
    "rendez_vous": lambda places, row: places.dispositif(row["dispositif"]),
    "verrous": lambda places, row: (
        places.person(row["mediator"]) | places.template(template_of(row["slot"]))
    ),
}
"""By kind, how to find the areas of a row; `Places.plain` does it for other kinds."""

NAMED: Mapping[str, Callable[[Places, str], Areas]] = {
    "agences": Places.agency,
    "dispositifs": Places.dispositif,
    "sites": Places.site,
    "personnes": Places.person,
    "gabarits": Places.template,
    "cohortes": Places.cohort,
}


def lies_in(areas: Areas, agency: str = "", dispositif: str = "") -> bool:
    """Whether areas include an agency (or everybody's) and a dispositif; empty: not asked."""
    if agency and areas and agency not in {area.agency for area in areas}:
        return False
    return not dispositif or dispositif in {area.dispositif for area in areas}


def _person(agency: str, dispositifs: Iterable[str]) -> Areas:
    return frozenset(Area(agency, dispositif) for dispositif in dispositifs) or frozenset(
        {Area(agency)}
    )
