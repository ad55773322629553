"""Cite the articles of branch agreements, with their address on Légifrance where it is known."""

from __future__ import annotations

from scheduler.dated import Source

ECLAT = "ECLAT, IDCC 1518"
ALISFA = "ALISFA, IDCC 1261"
REGIES = "Régies de quartier, IDCC 3105"
MISSIONS_LOCALES = "Missions locales, IDCC 2190"
ACI = "Ateliers et chantiers d’insertion, IDCC 3016"

KALI = "https://www.legifrance.gouv.fr/conv_coll/article/"

#: Version ids of the articles read, by the beginning of the article's number, longest first.
_ECLAT = {
    "5.10": "KALIARTI000047818624",
    "4.7": "KALIARTI000027717763",
    "5.2": "KALIARTI000005854342",
    "5.3": "KALIARTI000049759929",
    "5.4": "KALIARTI000029755734",
    "5.5": "KALIARTI000027717756",
    "5.6": "KALIARTI000005854359",
    "5.7": "KALIARTI000027717752",
    "5.8": "KALIARTI000027717748",
    "5.9": "KALIARTI000049759925",
}
_ALISFA = {
    "IV-1": "KALIARTI000028511420",
    "IV-2": "KALIARTI000031356099",
    "IV-6": "KALIARTI000019140374",
    "VI-1": "KALIARTI000005845506",
}
_REGIES = {
    "1.1": "KALIARTI000027194941",
    "1.5": "KALIARTI000027194945",
    "3.4": "KALIARTI000027194962",
    "3.5": "KALIARTI000027194964",
    "3.6": "KALIARTI000027194965",
    "3.7": "KALIARTI000037622747",
}
_MISSIONS_LOCALES = {
    "5.1": "KALIARTI000020975988",
    "5.2": "KALIARTI000020975990",
    "5.3": "KALIARTI000005782231",
}
_ACI = {
    "VII-s13": "KALIARTI000027904180",
    "VII-s10": "KALIARTI000027221301",
    "VII-s9": "KALIARTI000027221297",
    "VII-s7-1": "KALIARTI000027181195",
    "VII-s6-8": "KALIARTI000027181194",
    "VII-s6-7": "KALIARTI000027181193",
    "VII-s6-5": "KALIARTI000027181191",
    "VII-s5-1": "KALIARTI000027181181",
    "VII-s5": "KALIARTI000027904182",
    "VII-s4-2": "KALIARTI000027181177",
    "VII-s2-3": "KALIARTI000027181173",
    "VII-s2-2": "KALIARTI000027181172",
}


def eclat(article: str) -> Source:
    """Cite an article of the ECLAT agreement."""
    return _cited(ECLAT, article, _ECLAT)


def alisfa(article: str) -> Source:
    """Cite an article of the ALISFA agreement: chapter, then article."""
    return _cited(ALISFA, article, _ALISFA)


def regies(article: str) -> Source:
    """Cite an article of the agreement of the régies de quartier."""
    return _cited(REGIES, article, _REGIES)


def missions_locales(article: str) -> Source:
    """Cite an article of the agreement of the missions locales."""
    return _cited(MISSIONS_LOCALES, article, _MISSIONS_LOCALES)


def aci(article: str) -> Source:
    """Cite an article of the ACI agreement: title, section, article."""
    return _cited(ACI, article, _ACI)


def _cited(text: str, article: str, versions: dict[str, str]) -> Source:
    url = next((KALI + kali for start, kali in versions.items() if article.startswith(start)), "")
    return Source(text, f"art. {article}", url)
