"""Give the names of agencies, dispositifs and sites for documents, and short codes of sites."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from functools import cached_property

from api.data.association import Association
from api.french.moments import clock_hours
from api.french.plain import plain
from calendars.appearance import short_name
from calendars.appointments import Appointment
from scheduler.domain.duty import Duty, DutyKind, template_of

#: Words that say nothing in a three-letter code.
SILENT = frozenset(
    (
        *("a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "sur"),
        *("ecole", "elementaire", "maternelle", "primaire", "college", "quartier", "secteur"),
    )
)
LETTERS = 3
SLOT = re.compile(
    r"(?P<dispositif>[^\s;,|\"'/(]+)(?:, (?P<site>[^\s;,|\"'/]+))?, "
    r"(?P<start>\d\d:\d\d)-(?P<end>\d\d:\d\d) le (?=\d\d/\d\d/\d{4})"
)
"""A slot as rules name it, which know no names (see `Slot.label`)."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A site as documents show it, so that people can find it."""

    name: str
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Names:
    """
    Names by id, in the order in which documents show them.

    An id without a name is its own name: a document is never refused for want of one.
    """

    agencies: Mapping[str, str] = field(default_factory=dict)
    dispositifs: Mapping[str, str] = field(default_factory=dict)
    sites: Mapping[str, Place] = field(default_factory=dict)
    purposes: Mapping[str, str] = field(default_factory=dict)

    def agency(self, agency: str) -> str:
        """Return the name of an agency."""
        return self.agencies.get(agency, agency)

    def dispositif(self, dispositif: str) -> str:
        """Return the name of a dispositif."""
        return self.dispositifs.get(dispositif, dispositif)

    def site(self, site: str) -> str:
        """Return the name of a site (empty: no site)."""
        return self.sites[site].name if site in self.sites else site

    def where(self, site: str, dispositif: str) -> str:
        """Return where people work: the site's name; without a site, the dispositif's."""
        return self.site(site) or self.dispositif(dispositif)

    def where_held(self, duty: Duty) -> str:
        """Return where a duty is held, distinguished if it is on call: `astreinte, Parc`."""
        where = self.where(duty.site, duty.dispositif)
        return on_call_words(where) if duty.kind is DutyKind.STANDBY else where

    def address(self, site: str) -> str:
        """Return the address of a site (empty: not known, or it says no more than the name)."""
        place = self.sites.get(site)
        if place is None or plain(place.address) == plain(place.name):
            return ""
        return place.address

    def purpose(self, slot: str) -> str:
        """Return what the appointment, or a team's time, that made a slot is (empty: none did)."""
        return self.purposes.get(template_of(slot), "")

    def rank(self, dispositif: str) -> tuple[int, str]:
        """Return the sort key of a dispositif: the given order first, then unnamed ones by id."""
        return self._ranks.get(dispositif, len(self._ranks)), dispositif

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {dispositif: rank for rank, dispositif in enumerate(self.dispositifs)}


def on_call_words(where: str) -> str:
    """Write where someone is on call: `astreinte, Parc`."""
    return f"astreinte, {where}" if where else "astreinte"


def names_of(association: Association) -> Names:
    """Return the names that an association's files give, in their order."""
    return Names(
        agencies={a.id: a.name for a in association.agencies},
        dispositifs={d.id: d.name for d in association.dispositifs},
        sites={s.id: Place(name=s.name, address=s.address) for s in association.sites},
        purposes={
            **association.team_times,
            **{a.id: _appointment_words(a) for a in association.appointments},
        },
    )


def _appointment_words(appointment: Appointment) -> str:
    """Write `Rendez-vous DOS-118 : Hall B`."""
    reference, place = appointment.reference, appointment.place
    return f"Rendez-vous{f' {reference}' if reference else ''}{f' : {place}' if place else ''}"


def with_names(sentence: str, association: Association) -> str:
    """
    Write the slots that a finding's sentence names by ids as people know them.

    `Place du Marché, 9 h – 16 h 30, le 03/03/2026 : personne…`, for `P, place, 09:00-16:30 le …`.
    """
    return SLOT.sub(lambda slot: _slot_words(slot, names_of(association)), sentence)


def with_slots_named(sentence: str, names: Names) -> str:
    """Write the slots of a sentence as `with_names` does, by names that are at hand."""
    return SLOT.sub(lambda slot: _slot_words(slot, names), sentence)


def _slot_words(slot: re.Match[str], names: Names) -> str:
    dispositif, site, before = slot["dispositif"], slot["site"] or "", ""
    if dispositif not in names.dispositifs and site in names.dispositifs:
        # Of a slot without a site, it is the last word of what comes before: a person's name.
        dispositif, site, before = site, "", f"{dispositif}, "
    start, end = (time.fromisoformat(slot[which]) for which in ("start", "end"))
    hours = clock_hours(start, end, over=end <= start)
    return f"{before}{names.where(site, dispositif)}, {hours}, le "


def said_of(name: str, sentence: str) -> str:
    """Write a sentence on a person, after their name where it doesn't name them."""
    return sentence if name in sentence else f"{name} : {sentence}"


def short_person(association: Association, person: str) -> str:
    """Return a person's name as « Prénom N. »; their id if they are known no more."""
    mediator = association.mediator_of.get(person)
    return person if mediator is None else short_name(mediator.name)


def person_name(association: Association, person: str) -> str:
    """Return a person's name; their id if they are known no more."""
    mediator = association.mediator_of.get(person)
    return person if mediator is None else mediator.name


def short_codes(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """
    Return a code of up to three capitals for each id, from its name; no two alike.

    The first ids keep the plain code, later ones with the same get a figure in its place.
    """
    codes: dict[str, str] = {}
    taken: set[str] = set()
    for site, name in names:
        plain = _initials(name) or _initials(site) or "X"
        code, number = plain, 2
        while code in taken:
            tail = str(number)
            code = plain[: max(1, LETTERS - len(tail))] + tail
            number += 1
        taken.add(code)
        codes[site] = code
    return codes


def _initials(name: str) -> str:
    bare = (
        unicodedata.normalize("NFKD", name.replace("’", "'"))
        .encode("ascii", "ignore")
        .decode()
        .lower()
    )
    words: list[str] = re.findall(r"[a-z0-9]+", bare)
    speaking = [w for w in words if w not in SILENT] or words
    if not speaking:
        return ""
    if len(speaking) == 1:
        return speaking[0][:LETTERS].upper()
    if len(speaking) == 2:  # noqa: PLR2004 - two words share three letters
        return (speaking[0][:2] + speaking[1][:1]).upper()
    return "".join(word[0] for word in speaking[:LETTERS]).upper()
