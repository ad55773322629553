"""What crosses HTTP of service accounts, by a form or by JSON."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from api.access.caller import ServiceScope
from api.accounts.shapes import Ident
from api.accounts.signing_in.routes import Name
from api.web.answer import Body
from api.web.months import Day


def _each_once(agencies: list[str]) -> list[str]:
    return sorted({agency for agency in agencies if agency})


class NewServiceAccount(Body):
    """A program's account: what it is for, in which agencies (none: all), its last day."""

    name: Annotated[Name, Field(examples=["Paie"])]
    scopes: Annotated[
        list[ServiceScope], Field(min_length=1, max_length=5, examples=[["read", "payroll"]])
    ]
    agencies: Annotated[
        list[Ident],
        Field(
            max_length=50,
            examples=[["rennes"]],
            description="Agences que le compte atteint ; aucune : toute l’association.",
        ),
        AfterValidator(_each_once),
    ]
    until: Annotated[Day, Field(examples=["2027-06-30"], description="Son dernier jour, compris.")]


class Rotation(Body):
    """For how many hours the token before goes on, while the program is given the next one."""

    hours: Annotated[int, Field(ge=0, le=168, examples=[24])] = 0
