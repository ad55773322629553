"""Profil: the rules by which an association is planned and judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.registry import profile_of

if TYPE_CHECKING:
    from api.data.association import Association
    from scheduler.rule import Profile


def profile_for(association: Association) -> Profile:
    """
    Return the association's rules: the Code's, and what its agreements make of them, by agency.

    With neither agreement nor value of its own: the Code alone.

    Raises
    ------
    UnlawfulTermsError
        The law refuses some of them (never for an association that was loaded).
    """
    return profile_of(association.applied, association.terms)
