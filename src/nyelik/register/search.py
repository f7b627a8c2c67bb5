"""Finding people by what somebody types: names however spelt, mother, address, NIK, No. KK, RT.

Gives row numbers and scores only; who may see them is decided in `access`. The plan (see the decision
"search by words"): words typed become words of the index (exact, by prefix, by skeleton, at last by
similarity); people who have all of them are fetched starting at the rarest, at most `CANDIDATES`, and ranked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Max, Q
from rapidfuzz import fuzz, process

from nyelik.register import areas
from nyelik.register.names import name_key, skeleton, word_key
from nyelik.register.tables import Person, PersonWord, Word

CANDIDATES = 300
"""People ranked at most: 300 take about 5 ms, and nobody reads further than the first 20."""

LIKELY = 70.0
"""Similarity (0 to 100) from which a word may be the one meant: "rosita"/"rusita" 83, "kasturi"/"kastiru" 71."""

WORDS_MEANT = 40
"""Words of the index that one typed word may stand for."""

MOTHER_WEIGHT, ADDRESS_WEIGHT = 0.85, 0.7
"""A hit in the mother's name or address counts less than the same hit in the name."""

SHORTEST_NUMBER = 6
"""Digits from which a number is looked up as a NIK or KK; fewer would list half a district."""

_RT = re.compile(r"\brt\W*(\d{1,3})\b")
_ANY_KIND = (Word.NAME, Word.MOTHER, Word.ADDRESS)


@dataclass(frozen=True)
class Query:
    """What was typed, taken apart."""

    words: tuple[str, ...]
    number: str
    rt: str


@dataclass(frozen=True)
class Hit:
    """A row found: its number, score 0 to 100, and by what: name, mother, address, nik, kk, rt."""

    number: int
    score: float
    by: str


@dataclass(frozen=True)
class _Meant:
    """An index word that a typed word may mean."""

    id: int
    kind: int
    score: float
    people: int


def parse(text: str) -> Query:
    """Words, a NIK or KK (or its beginning), an RT number: "siti aminah rt 3", "1906 0145..."."""
    text = text.strip().lower()
    rt = _RT.search(text)
    rest = _RT.sub(" ", text)
    digits = re.sub(r"(?<=\d)[\s.\-]+(?=\d)", "", rest)
    number = next((run for run in re.findall(r"\d+", digits) if len(run) >= SHORTEST_NUMBER), "")
    words = [
        word for word in name_key(re.sub(r"\d{4,}", " ", digits)).split() if not word.isdigit()
    ]
    return Query(tuple(dict.fromkeys(words)), number, f"-{int(rt[1]):03}" if rt else "")


def find(
    text: str, within: Sequence[str] | None, limit: int, *, whole_numbers_only: bool = False
) -> list[Hit]:
    """Best hits first, at most `limit`, inside the areas `within` (None: anywhere). One to about eight queries."""
    query = parse(text)
    if within is not None and not within:
        return []
    if query.number:
        return _by_number(query.number, within, limit, whole_numbers_only)
    if query.words:
        return _by_words(query, within, limit)
    return _by_rt(query.rt, within, limit) if query.rt else []


def in_areas(within: Sequence[str] | None) -> Q:
    """People who live in one of these areas (None: anybody)."""
    condition = Q()
    for code in within or ():
        low, high = areas.code_range(code)
        condition |= Q(area__gte=low, area__lt=high)
    return condition if within is None or within else Q(pk__in=[])


def _by_number(
    digits: str, within: Sequence[str] | None, limit: int, whole_only: bool
) -> list[Hit]:
    hits = []
    for by in ("nik", "kk"):
        if whole_only or len(digits) >= 16:
            condition = Q(**{by: digits})
        else:  # a range, because LIKE does not use the index everywhere; ":" stands after "9"
            condition = Q(**{f"{by}__gte": digits, f"{by}__lt": f"{digits}:"})
        rows = Person.objects.filter(condition & in_areas(within), retracted=False)
        hits += [Hit(number, 100.0, by) for number in rows.values_list("number", flat=True)[:limit]]
    return list({hit.number: hit for hit in reversed(hits)}.values())[::-1][:limit]


def _by_rt(rt: str, within: Sequence[str] | None, limit: int) -> list[Hit]:
    rows = Person.objects.filter(in_areas(within), area__endswith=rt, retracted=False)
    rows = rows.order_by("area", "name_key", "number")
    return [Hit(number, 100.0, "rt") for number in rows.values_list("number", flat=True)[:limit]]


def _by_words(query: Query, within: Sequence[str] | None, limit: int) -> list[Hit]:
    numbers: dict[int, None] = {}
    for meanings in _attempts(query.words):
        if any(not meant for meant in meanings):
            continue
        for number in _people_with(meanings, within, query.rt):
            numbers.setdefault(number)
        if len(numbers) >= limit:
            break
    return _ranked(query.words, list(numbers)[: CANDIDATES * 2])[:limit]


def _attempts(words: Sequence[str]) -> Iterator[list[list[_Meant]]]:
    """From strict to lenient; each is tried only while too few people were found."""
    loose = [_words_meant(word) for word in words]
    tight = [[meant for meant in found if meant.score >= 90] for found in loose]
    yield [[meant for meant in found if meant.kind == Word.NAME] for found in tight]
    if len(words) > 1:
        yield tight
    yield loose
    lenient = [found or _similar_words(word) for word, found in zip(words, loose, strict=True)]
    if lenient != loose:
        yield lenient
    if len(words) > 2:  # one word may be wrong altogether; the commonest tells least
        by_people = sorted(lenient, key=lambda found: sum(meant.people for meant in found))
        yield by_people[:-1]
    yield [_similar_words(word) for word in words]


def _words_meant(word: str) -> list[_Meant]:
    """Index words that begin with the typed one or sound alike."""
    # "{" stands after "z": words are small letters and digits.
    beginning = Q(text__gte=word, text__lt=word + "{")
    sounding = Q(skeleton=skeleton(word))
    rows: dict[int, tuple[int, int, str, int]] = {}
    for condition in (beginning, sounding):
        found = Word.objects.filter(condition, kind__in=_ANY_KIND, people__gt=0)
        for row in found.order_by("-people").values_list("id", "kind", "text", "people")[:200]:
            rows[row[0]] = row
    return _best(
        _Meant(number, kind, _word_score(word, text), people)
        for number, kind, text, people in rows.values()
    )


def _best(meant: Iterator[_Meant]) -> list[_Meant]:
    likely = [one for one in meant if one.score >= LIKELY]
    return sorted(likely, key=lambda one: (-one.score, -one.people))[:WORDS_MEANT]


def _word_score(typed: str, word: str) -> float:
    if typed == word:
        return 100.0
    if word.startswith(typed) and len(typed) >= 2:
        return 90.0 + 9.0 * len(typed) / len(word)
    return min(fuzz.ratio(typed, word), 89.0)


def _similar_words(word: str) -> list[_Meant]:
    """Index words that look alike, by similarity against the whole vocabulary: for slips of the finger."""
    vocabulary = _vocabulary()
    found = process.extract(
        word, vocabulary.texts, scorer=fuzz.ratio, score_cutoff=LIKELY, limit=WORDS_MEANT
    )
    ids = [vocabulary.ids[place] for _, _, place in found]
    scores = {vocabulary.ids[place]: score for _, score, place in found}
    rows = Word.objects.filter(id__in=ids).values_list("id", "kind", "people")
    return _best(_Meant(number, kind, scores[number], people) for number, kind, people in rows)


@dataclass(frozen=True)
class _Vocabulary:
    last: int
    ids: list[int]
    texts: list[str]


_known: dict[str, _Vocabulary] = {}


def _vocabulary() -> _Vocabulary:
    """All words in memory, read again when new ones were added. Some 10,000 for a district."""
    last = Word.objects.aggregate(last=Max("id"))["last"] or 0
    name = str(connection.settings_dict["NAME"])
    if name not in _known or _known[name].last != last:
        rows = list(Word.objects.filter(people__gt=0).values_list("id", "text"))
        _known[name] = _Vocabulary(last, [row[0] for row in rows], [row[1] for row in rows])
    return _known[name]


def _people_with(
    meanings: Sequence[Sequence[_Meant]], within: Sequence[str] | None, rt: str
) -> list[int]:
    """People who have one meaning of every typed word, starting at the rarest word."""
    ordered = sorted(meanings, key=lambda found: sum(meant.people for meant in found))
    table = f'"{PersonWord._meta.db_table}"'
    first, *others = ordered
    parts: list[str] = []
    values: list[int | str] = []
    for low, high in _ranges(within):
        part = f"SELECT p.person FROM {table} p WHERE p.word IN ({_marks(first)})"  # noqa: S608
        values += [meant.id for meant in first]
        if high:
            part += " AND p.area >= %s AND p.area < %s"
            values += [low, high]
        if rt:
            part += " AND p.area LIKE %s"
            values.append(f"%{rt}")
        for other in others:
            part += (
                f" AND EXISTS (SELECT 1 FROM {table} q WHERE q.person = p.person"  # noqa: S608
                f" AND q.word IN ({_marks(other)}))"
            )
            values += [meant.id for meant in other]
        parts.append(f"SELECT person FROM ({part} LIMIT {CANDIDATES}) found")  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts) + f" LIMIT {CANDIDATES}", values)
        return [row[0] for row in cursor.fetchall()]


def _marks(meant: Sequence[_Meant]) -> str:
    return ", ".join(["%s"] * len(meant))


def _ranges(within: Sequence[str] | None) -> list[tuple[str, str]]:
    return [("", "")] if within is None else [areas.code_range(code) for code in within]


def _ranked(words: Sequence[str], numbers: Sequence[int]) -> list[Hit]:
    fields = ("number", "name_key", "mother_name", "address")
    hits = []
    for start in range(0, len(numbers), CANDIDATES):
        rows = Person.objects.filter(number__in=numbers[start : start + CANDIDATES])
        for number, key, mother, address in rows.values_list(*fields):
            score, by = _score(words, key.split(), name_key(mother).split(), address)
            hits.append((-score, key, number, by))
    return [Hit(number, round(-score, 1), by) for score, _, number, by in sorted(hits)]


def _score(
    words: Sequence[str], name: Sequence[str], mother: Sequence[str], address: str
) -> tuple[float, str]:
    """Mean over the typed words of their best likeness; a name with nothing besides them stands first."""
    total, by_name, by_mother = 0.0, 0.0, 0.0
    place = [word_key(part) for part in address.lower().split()]
    for word in words:
        in_name = max((_word_score(word, part) for part in name), default=0.0)
        in_mother = MOTHER_WEIGHT * max((_word_score(word, part) for part in mother), default=0.0)
        in_place = ADDRESS_WEIGHT * max((_word_score(word, part) for part in place), default=0.0)
        total += max(in_name, in_mother, in_place)
        by_name += in_name
        by_mother += in_mother
    if name and words[0][:1] != name[0][:1]:
        total -= 0.5  # people type the first name first
    score = total / len(words) - 0.5 * max(0, len(name) - len(words))
    by = "name" if by_name >= max(by_mother, total * 0.8) else "mother" if by_mother else "address"
    return max(score, 0.0), by
