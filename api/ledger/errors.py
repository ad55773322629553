"""Errors of the register, apart from it: commands on folders load no database."""

from typing import ClassVar

from scheduler.errors import RoulementError


class MovedError(RoulementError):
    """The month was published, or the association changed, since a publication was prepared."""

    status, code = 503, "donnees_en_mouvement"
    refusal: ClassVar = {"headers": {"Retry-After": "2"}}


class EmptyPublicationError(RoulementError):
    """The publication would change nothing: all of it is published already, or it is empty."""

    status, code = 409, "rien_a_publier"
