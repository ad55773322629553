"""
Read a list of people pasted from a spreadsheet: what each column holds, then a line a person.

Headers are recognised in any order. A column that nothing names is guessed by its cells, and is
asked about: nothing is taken from it unasked. What says something of health isn't read at all.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from types import MappingProxyType

from api.data.sheets.content import separator_of
from api.french.plain import plain
from api.intake.text.clock import NotReadError
from api.intake.text.contract import KINDS, contract_of
from api.intake.text.words import TOTALS
from api.team.lines import ROLES, TITLES, rest_words, weekdays
from api.web.refusing.problems import wrong_value

TEXT = "texte"
MOST_TEXT, MOST_LINES, MOST_COLUMNS, LONGEST = 100_000, 150, 30, 240
"""Characters of a list, people at once, columns, characters of a cell."""

NOTHING = ""
LAST, FIRST, LAST_FIRST = "nom", "prenom", "nom_prenom"
NAMES = frozenset({"name", LAST, LAST_FIRST})
MONTHLY, SHARE, WORKED = "heures_mois", "part", "jours"
CHOICES: Mapping[str, str] = MappingProxyType(
    {
        NOTHING: "ne pas lire",
        "name": "Prénom puis nom",
        LAST_FIRST: "Nom puis prénom",
        LAST: "Nom de famille",
        FIRST: "Prénom",
        **{name: title for name, title in TITLES.items() if name not in ("name", "short_hours")},
        MONTHLY: "Heures par mois",
        SHARE: "Part d’un temps plein (%, ETP)",
        WORKED: "Jours travaillés",
    }
)
"""What a column may hold, as people choose it."""

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "email": r"(e )?mails?( \w+)?|courriel|adresse (e mail|mail|electronique)",
        "phone": r"(numero )?(telephone|tel|portable|mobile)( portable| mobile| pro\w*| perso\w*)?",
        "birth": r"naissance|date naissance|nee?( e)?",
        LAST_FIRST: r"noms? (et )?prenoms?|nom complet|(salari|agent|mediat|personne|employe)\w*",
        "name": r"prenoms? (et )?noms?",
        FIRST: r"prenoms?",
        LAST: r"noms?( (famille|usuel|usage))?",
        "role": r"roles?|fonctions?|poste|emploi|metier|qualification",
        MONTHLY: r"(h|heures?|duree)( contrat)? (mois|mensuel\w*)|mensuel\w*",
        SHARE: r"etp|quotite( travail)?|temps partiel|taux( activite)?",
        WORKED: r"jours? travail\w*",
        "days": r"(jours? )?repos( habituels?| hebdo\w*| fixes?)?|jours? (off|non travailles?)",
        "weekly_minutes": r"(h|heures?|duree|base|(tps|temps)( travail)?|volume)"
        r"( horaire| contrat\w*)?( semaine| sem| hebdo\w*)?( travail)?|hebdo\w*",
        "kind": r"(types? |nature )?contrats?",
        "start": r"(date )?(entree|embauche|arrivee|debut)( contrat)?|depuis|partir",
        "end": r"(date )?(fin|sortie|depart|echeance)( contrat)?|jusqu",
        "dispositifs": r"dispositifs?|missions?|equipes?|affectations?",
        "agency": r"agences?|antennes?|etablissement",
    }
)
"""What columns are called, without little words and accents, by what they hold."""

PATTERNS = {name: re.compile(words) for name, words in HEADERS.items()}
LITTLE = frozenset(("a", "au", "d", "de", "des", "du", "en", "l", "la", "le", "les", "nb", "par"))
OF_PERSON = re.compile(r"(.+) (salarie\w*|agents?|mediat\w+|personnes?)")
DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}")
WORDS = re.compile(r"[^\W\d_]+(?:['’ .,-]+[^\W\d_]+)*\.?")
NUMBER = re.compile(r"\d{1,3}(?:[.,]\d+)?")
WEEK, FULL = 48, 100
"""Hours of the longest week; up to 100, a larger number may be a percentage."""


@dataclass(frozen=True, kw_only=True)
class Guess:
    """A column: its title and some of its cells, what it seems to hold, and why one is asked."""

    index: int
    title: str
    cells: Sequence[str]
    holds: str
    question: str = ""


@dataclass(frozen=True, kw_only=True)
class Pasted:
    """A list as it was read: its columns, its rows of cells, and what was left out, in French."""

    columns: Sequence[Guess]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()

    @property
    def doubtful(self) -> bool:
        """Whether something is to be asked before people are read."""
        named = any(column.holds in NAMES for column in self.columns)
        return not named or any(column.question for column in self.columns)


def pasted(text: str, chosen: Mapping[int, str] | None = None) -> Pasted:
    """
    Read a list; `chosen`: what its columns hold, by place, where somebody said it.

    Refusal: there is nothing to read, or more than can be read at once (422).
    """
    table = _table(text)
    head, under, titles = _head(table)
    totals = [row for row in table[under:] if _is_total(row)]
    body = [row for row in table[under:] if row not in totals]
    if not body:
        raise wrong_value(TEXT, "une ligne par personne, sous les en-têtes", table[0][0])
    if len(body) > MOST_LINES:
        raise wrong_value(TEXT, f"{MOST_LINES} personnes au plus à la fois", str(len(body)))
    guesses = _guesses(titles, body)
    if chosen is not None:
        guesses = [_settled(guess, chosen.get(guess.index, guess.holds)) for guess in guesses]
        _check(guesses)
    return Pasted(columns=guesses, rows=body, notes=tuple(_notes(guesses, table[:head], totals)))


def lines_of(read: Pasted) -> list[dict[str, str]]:
    """Return a line a person, of texts by field of the table of people."""
    return [_line(row, read.columns) for row in read.rows]


def _table(text: str) -> list[list[str]]:
    """Cut a text into rows of cells; blank rows and columns go."""
    if len(text) > MOST_TEXT:
        raise wrong_value(TEXT, f"{MOST_TEXT} caractères au plus")
    separator = "\t" if "\t" in text else separator_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        rows = [[" ".join(cell.split()) for cell in row] for row in reader]
    except csv.Error:
        expected = "des cellules de tableur, séparées par « ; » ou par des tabulations"
        raise wrong_value(TEXT, expected) from None
    rows = [row for row in rows if any(row)]
    if not rows:
        raise wrong_value(TEXT, "une liste copiée d’un tableur")
    filled = [n for n, cells in enumerate(zip_longest(*rows, fillvalue="")) if any(cells)]
    if len(filled) > MOST_COLUMNS:
        raise wrong_value(TEXT, f"{MOST_COLUMNS} colonnes au plus", str(len(filled)))
    table = [[row[n] if n < len(row) else "" for n in filled] for row in rows]
    longest = max((cell for row in table for cell in row), key=len)
    if len(longest) > LONGEST:
        raise wrong_value(TEXT, f"{LONGEST} caractères au plus par cellule", longest[:60])
    return table


def _head(table: Sequence[Sequence[str]]) -> tuple[int, int, list[str]]:
    """Return the places of the headers and of the first row under them, and the titles."""
    counts = [sum(1 for cell in row if _header(cell)) for row in table[:10]]
    head = max(range(len(counts)), key=lambda n: (counts[n], -n))
    # A cell of people, such as « Médiateur », may be called as a column is; two in a row aren't.
    if counts[head] < min(2, sum(1 for cell in table[head] if cell)):
        return 0, 0, [""] * len(table[0])
    under = head + 1
    if head and counts[head - 1]:
        return head - 1, under, _joined(table[head - 1], table[head])
    if under < len(table) and all(_header(cell) for cell in table[under] if cell):
        return head, under + 1, _joined(table[head], table[under])
    return head, under, list(table[head])


def _joined(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Return the titles of two rows of headers; of merged cells, the first alone is filled."""
    titles, group = [], ""
    for over, under in zip(above, below, strict=True):
        group = over or (group if under else "")
        both = f"{group} {under}".strip()
        titles.append(next((t for t in (under, both, over) if t and _header(t)), under or over))
    return titles


def _header(cell: str) -> str:
    """Return what a column of this title holds (empty: no header says so)."""
    title = " ".join(word for word in plain(cell).split() if word not in LITTLE)
    if match := OF_PERSON.fullmatch(title):
        title = match[1]
    return next((name for name, words in PATTERNS.items() if words.fullmatch(title)), NOTHING)


def _is_total(row: Sequence[str]) -> bool:
    first_cell = next(cell for cell in row if cell)
    return TOTALS.match(plain(first_cell)) is not None


def _guesses(titles: Sequence[str], body: Sequence[Sequence[str]]) -> list[Guess]:
    """Return what each column seems to hold, by its header if that says it, else by its cells."""
    named = [_header(title) for title in titles]
    taken, guesses = {NOTHING, *named}, []
    taken |= NAMES if taken & {*NAMES, FIRST} else set()
    for index, title in enumerate(titles):
        cells = [row[index] for row in body if row[index]]
        holds, question = named[index], ""
        if holds and holds in named[:index]:
            holds = NOTHING
        elif holds == "weekly_minutes":
            holds, question = _measure(cells)
        elif not holds and cells and (likely := _by_cells(cells)) not in taken:
            taken.add(likely)
            holds, question = likely, "L’en-tête ne le dit pas : est-ce bien cela ?"
        guesses.append(
            Guess(index=index, title=title, cells=cells[:3], holds=holds, question=question)
        )
    alone = FIRST not in taken
    return [_whole_name(guess, body) if alone else guess for guess in guesses]


def _measure(cells: Sequence[str]) -> tuple[str, str]:
    """Return whether hours are of a week or of a month, and what is asked about them."""
    numbers = [float(c.replace(",", ".")) for c in cells if NUMBER.fullmatch(c)]
    if not any(WEEK < number <= FULL for number in numbers):
        return "weekly_minutes", ""  # what is longer than any week is of a month
    return MONTHLY, "Plus de 48 : par mois, ou part d’un temps plein ?"


def _by_cells(cells: Sequence[str]) -> str:
    """Return what most cells of a column without a header seem to be."""
    for holds, fits in TESTS.items():
        if sum(1 for cell in cells if fits(cell)) * 2 > len(cells):
            return _measure(cells)[0] if holds == "weekly_minutes" else holds
    return NOTHING


def _hours(cell: str) -> bool:
    try:
        return contract_of(cell)[0] is not None
    except NotReadError:
        return False


TESTS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "email": lambda cell: "@" in cell,
        "start": lambda cell: DAY.fullmatch(cell) is not None,
        "role": lambda cell: any(plain(cell).startswith(word) for word, _ in ROLES),
        "kind": lambda cell: any(word in KINDS for word in plain(cell).split()),
        "weekly_minutes": _hours,
        "days": lambda cell: bool(weekdays(cell)),
        LAST_FIRST: lambda cell: WORDS.fullmatch(cell) is not None,
    }
)
"""By what a column may hold, whether a cell looks like it; the most telling first."""


def _whole_name(guess: Guess, body: Sequence[Sequence[str]]) -> Guess:
    """Return a column of whole names with the order of names, asked where no capitals tell it."""
    if guess.holds not in (LAST, LAST_FIRST):
        return guess
    cells = [row[guess.index] for row in body if len(row[guess.index].split()) > 1]
    clear = all(_capitals(cell) or _after_comma(cell) for cell in cells)
    question = "" if clear else "Le nom de famille d’abord, ou le prénom ?"
    return replace(guess, holds=LAST_FIRST, question=guess.question or question)


def _settled(guess: Guess, holds: str) -> Guess:
    if holds not in CHOICES:
        raise wrong_value(f"colonne.{guess.index}", "l’un des choix de la liste", holds[:60])
    return replace(guess, holds=holds, question="")


def _check(guesses: Iterable[Guess]) -> None:
    """Refuse that two columns hold the same, or none a name."""
    seen = set[str]()
    for guess in guesses:
        if guess.holds and guess.holds in seen:
            expected = f"« {CHOICES[guess.holds]} » pour une seule colonne"
            raise wrong_value(f"colonne.{guess.index}", expected)
        seen.add(guess.holds)
    if not seen & NAMES:
        raise wrong_value("colonne.0", "une colonne de noms")


def _notes(
    guesses: Sequence[Guess], above: Iterable[Sequence[str]], totals: Iterable[Sequence[str]]
) -> Iterator[str]:
    """Say what of a list isn't read, and what it doesn't say."""
    contents = {guess.holds for guess in guesses}
    unread = [[guess.title or f"colonne {guess.index + 1}"] for guess in guesses if not guess.holds]
    for what, rows in (
        ("Colonnes non lues", unread),
        ("Au-dessus des en-têtes, laissé", above),
        ("Totaux laissés", totals),
    ):
        if texts := [" ".join(filter(None, row)) for row in rows]:
            yield f"{what} : {' ; '.join(texts)}".rstrip(".") + "."
    for field, chosen in (("role", "médiateur"), ("kind", "CDI")):
        if field not in contents:
            yield f"{TITLES[field]} : la liste ne le dit pas, c’est « {chosen} » ci-dessous."


def _line(row: Sequence[str], columns: Sequence[Guess]) -> dict[str, str]:
    by_holds = {column.holds: row[column.index] for column in columns if column.holds}
    line = {name: text for name, text in by_holds.items() if name in TITLES}
    if hours := by_holds.get(MONTHLY):
        line["weekly_minutes"] = f"{hours} par mois"
    elif share := by_holds.get(SHARE):
        line["weekly_minutes"] = _rate(share) if NUMBER.fullmatch(share) else share
    if worked := by_holds.get(WORKED):
        line["days"] = rest_words(sorted(weekdays(worked))) or worked
    whole = by_holds.get("name") or by_holds.get(LAST_FIRST) or by_holds.get(LAST, "")
    line["name"] = _name(whole, by_holds.get(FIRST, ""), first_leads="name" in by_holds)
    contract = by_holds.get("kind", "")
    if contract and "weekly_minutes" not in line and _hours(contract):
        line["weekly_minutes"] = contract
    return line


def _rate(share: str) -> str:
    number = float(share.replace(",", "."))
    return f"{number * 100 if number <= 1 else number:g} %"


def _capitals(name: str) -> bool:
    """Whether capitals tell the family name from the first name."""
    capitals = [_is_family(word) for word in name.split()]
    return any(capitals) and not all(capitals)


def _after_comma(name: str) -> list[str]:
    """Return the words after the comma that ends a family name, as in « PETIT, Luc »."""
    return name.partition(",")[2].replace(",", " ").split()


def _is_family(word: str) -> bool:
    return word.isupper() and len(word.strip(".")) > 1


def _name(text: str, first_name: str, *, first_leads: bool) -> str:
    """Write a name as people say it: first name, family name, without needless capitals."""
    words = text.replace(",", " ").split()
    if first_name:
        words.insert(0, first_name.replace(",", " ").strip())
    elif _capitals(" ".join(words)):
        words.sort(key=_is_family)
    elif (first_names := _after_comma(text)) and not first_leads:
        words = [*first_names, *words[: -len(first_names)]]
    elif words and not first_leads:
        words.insert(0, words.pop())
    name = " ".join(words)
    return re.sub(r"[^\W\d_]+", lambda w: w[0].capitalize() if w[0].isupper() else w[0], name)
