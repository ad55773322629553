"""Replace the places named in files by ids of the association's sites, dispositifs, agencies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from api.data.association import Association
from api.judging.directory import plain
from scheduler.domain.duty import Duty
from scheduler.domain.people import Mediator


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
