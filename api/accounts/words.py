"""Word the roles that accounts have, and over what."""

from api.access.caller import Role
from api.database.tables.access import GrantRow
from api.planning.names import Names

ROLES = {
    Role.ADMIN: "administrateur",
    Role.RH: "RH",
    Role.RESPONSABLE: "responsable",
    Role.MEDIATEUR: "médiateur",
    Role.COMMANDITAIRE: "commanditaire",
}
EVERYTHING = "toute l’association"
OWN = "ses services"


def right_words(names: Names, grant: GrantRow) -> str:
    """Write a right: `responsable, Ville`; who has no say over others has it over their own."""
    place = names.agency(grant.agency) or (
        OWN if grant.role == Role.MEDIATEUR.value else EVERYTHING
    )
    if grant.dispositif:
        place = names.dispositif(grant.dispositif)
    return f"{ROLES[Role(grant.role)]}, {place}"
