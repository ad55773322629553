"""List the texts that provide for sanctions, with dated versions; each rule names its own."""

from __future__ import annotations

from datetime import date

from constraints.sanctions.sanction import Sanction, SanctionKind
from scheduler.dated import Source, code

L8115_1 = code("L8115-1", "LEGIARTI000037312991")
YEAR_2008, YEAR_2017 = date(2008, 5, 1), date(2017, 1, 1)


def _fine(
    article: str,
    version: str,
    grade: int,
    since: date = YEAR_2017,
    *,
    each: bool,
    repeat: bool,
    about: str = "",
) -> Sanction:
    source = code(article, f"LEGIARTI{version}")
    return Sanction(source=source, grade=grade, each=each, repeat=repeat, about=about, since=since)


def _administrative(point: str) -> Sanction:
    kind = SanctionKind.ADMINISTRATIVE
    return Sanction(source=L8115_1, kind=kind, each=True, point=point, since=date(2018, 9, 7))


def _civil(text: str, source: Source) -> Sanction:
    return Sanction(source=source, kind=SanctionKind.CIVIL, text=text, since=YEAR_2017)


R3124_3 = _fine("R3124-3", "000033471459", 4, each=True, repeat=False)
R3124_4 = _fine(
    "R3124-4",
    "000033471454",
    4,
    each=True,
    repeat=False,
    about="astreinte sans compensation ou sans relevé mensuel",
)
R3124_5 = _fine(
    "R3124-5", "000033471450", 5, each=True, repeat=False, about="contrat écrit absent ou incomplet"
)
R3124_6 = _fine("R3124-6", "000033471446", 4, each=True, repeat=False)
R3124_7 = _fine("R3124-7", "000033471439", 4, each=True, repeat=False)
R3124_8 = _fine("R3124-8", "000033471433", 5, each=True, repeat=False)
R3124_9 = _fine("R3124-9", "000033471429", 5, each=True, repeat=False)
R3124_10 = _fine(
    "R3124-10", "000033471424", 4, each=True, repeat=False, about="majoration de 25 % non accordée"
)
R3124_11 = _fine("R3124-11", "000033471420", 4, each=True, repeat=False)
R3124_13 = _fine(
    "R3124-13",
    "000033471418",
    5,
    each=True,
    repeat=True,
    about="règles de l’autorisation, R3121-10",
)
R3124_15 = _fine("R3124-15", "000033471412", 5, each=True, repeat=True)
R3135_1 = _fine("R3135-1", "000033471408", 4, each=True, repeat=False)
R3135_2 = _fine("R3135-2", "000018534331", 5, YEAR_2008, each=True, repeat=True)
R3135_3 = _fine("R3135-3", "000018534329", 4, YEAR_2008, each=True, repeat=False)
R3135_5 = _fine("R3135-5", "000018534325", 5, YEAR_2008, each=True, repeat=True)
R3135_6 = _fine(
    "R3135-6",
    "000018534323",
    5,
    YEAR_2008,
    each=True,
    repeat=True,
    about="contrôle du repos hebdomadaire",
)
R3143_1 = _fine("R3143-1", "000033471401", 5, each=True, repeat=True)
R3165_1 = _fine("R3165-1", "000018534008", 4, YEAR_2008, each=True, repeat=False)
R3165_2 = _fine("R3165-2", "000018534006", 5, YEAR_2008, each=True, repeat=True)
R3165_3 = _fine("R3165-3", "000018534004", 4, YEAR_2008, each=False, repeat=False)
R3165_4 = _fine("R3165-4", "000018534002", 5, YEAR_2008, each=False, repeat=True)
R3165_7 = _fine("R3165-7", "000018533996", 5, YEAR_2008, each=False, repeat=True)
R3173_1 = _fine(
    "R3173-1",
    "000018533922",
    4,
    YEAR_2008,
    each=True,
    repeat=False,
    about="affiche non transmise à l’inspection",
)
R3173_2 = _fine("R3173-2", "000018533920", 4, YEAR_2008, each=True, repeat=False)
R3173_3 = _fine(
    "R3173-3",
    "000018533918",
    3,
    YEAR_2008,
    each=False,
    repeat=False,
    about="documents non présentés à l’inspection",
)

HOURS, RESTS, RECORDS = (_administrative(f"{n}°") for n in (1, 2, 3))
DAMAGES = _civil(
    "aucune contravention propre trouvée dans les textes lus (non vérifié), des dommages-intérêts "
    "sans avoir à prouver un préjudice (Cass. soc. 4 septembre 2024)",
    Source("jurisprudence", "Cass. soc. 4 septembre 2024"),
)
FULL_TIME = _civil(
    "requalification possible en contrat à temps complet (jurisprudence)",
    Source("jurisprudence", "requalification"),
)

ARTICLES: tuple[Source, ...] = tuple(
    text.source
    for text in (
        *(R3124_3, HOURS, R3135_1, R3124_11, R3124_13, R3124_7, R3124_6, R3135_2, R3124_15),
        *(R3165_1, R3165_2, R3165_7, R3135_5, R3165_3, R3165_4, R3124_5, R3124_8, R3124_10),
        *(R3124_9, R3135_3, R3143_1, R3124_4, R3173_2, R3173_3, R3173_1, R3135_6),
    )
)
"""The articles that provide for sanctions, in the order in which documents list them."""
