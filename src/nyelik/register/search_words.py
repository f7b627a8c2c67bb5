"""The search words of people: a small table of distinct words, and a large one of who has which.

See the decision "search by words". `Word.people` counts how many have a word, so that a search can start at its rarest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Count, F

from nyelik.register.bulk import chunks, insert_rows
from nyelik.register.names import skeleton
from nyelik.register.people import PersonRow, words_of
from nyelik.register.tables import Person, PersonWord, Word


def index_words(people: Sequence[PersonRow]) -> None:
    """Make people findable by their words; they must have none in the table."""
    words = [(person, words_of(person)) for person in people]
    counts = Counter(word for _, found in words for word in found)
    ids = _word_ids(list(counts))
    rows = [(ids[word], person.area, person.number) for person, found in words for word in found]
    rows.sort()  # neighbours in the index are written together: three times quicker on a first load
    insert_rows(PersonWord, ("word", "area", "person"), rows)
    _count(((ids[word], how_many) for word, how_many in counts.items()))


def forget_words(numbers: Sequence[int] | None) -> None:
    """Take people out of the index; None empties it."""
    if numbers is None:
        PersonWord.objects.all().delete()
        Word.objects.all().delete()
        return
    for part in chunks(numbers):
        theirs = PersonWord.objects.filter(person__in=part)
        lost = list(theirs.values_list("word").annotate(how_many=Count("person")))
        _count((word, -how_many) for word, how_many in lost)
        theirs.delete()


def _word_ids(words: Sequence[tuple[int, str]]) -> dict[tuple[int, str], int]:
    ids = _known_ids(words)
    new = [word for word in words if word not in ids]
    if new:
        Word.objects.bulk_create(
            [Word(kind=kind, text=text, skeleton=skeleton(text)) for kind, text in new],
            batch_size=200,
        )
        ids |= _known_ids(new)
    return ids


def _known_ids(words: Sequence[tuple[int, str]]) -> dict[tuple[int, str], int]:
    ids: dict[tuple[int, str], int] = {}
    for kind in (Word.NAME, Word.MOTHER, Word.ADDRESS):
        for part in chunks([text for its, text in words if its == kind]):
            rows = Word.objects.filter(kind=kind, text__in=part).values_list("text", "id")
            ids |= {(kind, text): number for text, number in rows}
    return ids


def _count(changes: Iterable[tuple[int, int]]) -> None:
    by_amount: dict[int, list[int]] = {}
    for word, amount in changes:
        by_amount.setdefault(amount, []).append(word)
    for amount, words in by_amount.items():
        for part in chunks(words):
            Word.objects.filter(id__in=part).update(people=F("people") + amount)


def statistics_up_to_date() -> None:
    """After a first load: let the database count, so that its planner chooses the index."""
    with connection.cursor() as cursor:
        for table in (Person, PersonWord, Word):
            cursor.execute(f'ANALYZE "{table._meta.db_table}"')
