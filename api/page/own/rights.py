"""Rights over one's own pages: each person has theirs."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

ROWS = (
    access("GET", "/moi", Scope.OWN, Role.MEDIATEUR),
    access("POST", "/moi/vu", Scope.OWN, Role.MEDIATEUR),
    access("GET", "/moi/agenda", Scope.OWN, Role.MEDIATEUR),
    access("POST", "/moi/agenda", Scope.OWN, Role.MEDIATEUR),
    access("POST", "/moi/agenda/{feed_id}/reglages", Scope.OWN, Role.MEDIATEUR),
    access("POST", "/moi/agenda/{feed_id}/adresse", Scope.OWN, Role.MEDIATEUR),
    access("POST", "/moi/agenda/{feed_id}/fin", Scope.OWN, Role.MEDIATEUR),
    access("GET", "/moi/conges", Scope.OWN, Role.MEDIATEUR),
    access("POST", "/moi/conges", Scope.OWN, Role.MEDIATEUR),
    access("POST", "/moi/conges/{leave_id}/retrait", Scope.OWN, Role.MEDIATEUR),
    access("GET", "/moi/souhaits", Scope.OWN, Role.MEDIATEUR),
    access("POST", "/moi/souhaits", Scope.OWN, Role.MEDIATEUR),
    access("POST", "/moi/souhaits/{key}/retrait", Scope.OWN, Role.MEDIATEUR),
    access("GET", "/moi/heures", Scope.OWN, Role.MEDIATEUR),
    access("POST", "/moi/heures", Scope.OWN, Role.MEDIATEUR),
    access("POST", "/moi/heures/autre", Scope.OWN, Role.MEDIATEUR),
    access("POST", "/moi/heures/{hours_id}/retrait", Scope.OWN, Role.MEDIATEUR),
    access("GET", "/moi/compteurs", Scope.OWN, Role.MEDIATEUR),
    access("GET", "/moi/echanges", Scope.OWN, Role.MEDIATEUR),
    access("POST", "/moi/echanges", Scope.OWN, Role.MEDIATEUR),
    access("GET", "/moi/echanges/choisir", Scope.OWN, Role.MEDIATEUR),
    access("GET", "/moi/echanges/essai", Scope.OWN, Role.MEDIATEUR),
    access("POST", "/moi/echanges/{swap_id}/accord", Scope.OWN, Role.MEDIATEUR),
    access("POST", "/moi/echanges/{swap_id}/refus", Scope.OWN, Role.MEDIATEUR),
    access("POST", "/moi/echanges/{swap_id}/retrait", Scope.OWN, Role.MEDIATEUR),
)
