"""Names as people write them, brought to one spelling for searching.

`name_key` undoes spellings that are the same name to an Indonesian reader: the spelling of before 1972
(oe, dj, tj, nj, sj), Arabic sounds (ch/kh, sy/s, th/t, dh/d), double letters, short forms (Moh., M., St.,
Abd.), titles and degrees.
`skeleton` goes further (vowels and silent letters dropped, f/v/p and z/s and q/k joined); it only proposes candidates.
Both are for search and comparison; the name itself is kept as typed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_MUHAMMAD = (
    "m muh moh mohd muhd mhd mohamad mohamed mohammed muhamed muhamad mohammad muhammad "
    "mochamad mochammad mochamat mukamad muchamad muchammad"
)
_TITLES = (
    "dr drg drs dra ir h hj haji hajah hajjah kh ust ustad ustadz ustadzah prof "
    "tn ny nn sdr sdri an alm almh almarhum almarhumah bapak ibu pak bu bin binti bn bt "
    "sh se st spd sag skm skep ners amd amdkeb amk mm mpd msi mkes sip skom ssos sked str strkeb sst"
)
_ADDRESS_STOPS = "jl jln jalan gg gang no nomor rt rw dusun dsn desa ds kel kec kp blok"

SHORT_FORMS = {
    **dict.fromkeys(_MUHAMMAD.split(), "muhamad"),
    **dict.fromkeys(["st", "sti", "siti", "sitti", "stti"], "siti"),
    **dict.fromkeys(["abd", "abdl", "abdul", "abdoel", "abdool"], "abdul"),
    **dict.fromkeys(["achmad", "akhmad", "ahmad", "ahmat", "achmat", "achm"], "ahmad"),
    **dict.fromkeys(["noor", "noer", "nur", "nor"], "nur"),
    **dict.fromkeys(["by", "bayi", "baby"], "bayi"),
}
"""Whole words, before spelling rules. A single "m" counts only before another word ("M. Yusuf")."""

TITLES = frozenset(_TITLES.split())
"""Not part of a name. "st" after the first word is a degree (Sarjana Teknik), before it Siti."""

SPELLING = (
    ("oe", "u"),
    ("nj", "ny"),
    ("sj", "sy"),
    ("kh", "h"),
    ("ch", "h"),
    ("sy", "s"),
    ("sh", "s"),
    ("ts", "s"),
    ("th", "t"),
    ("dh", "d"),
    ("dz", "z"),
    ("gh", "g"),
    ("ph", "p"),
    ("q", "k"),
    ("x", "ks"),
    ("v", "f"),
    ("ie", "i"),
    ("oo", "u"),
    ("ee", "i"),
    ("iy", "y"),
)
"""In this order, on words that are not short forms."""

_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_HAMZA = {ord(sign): None for sign in "'`’ʼ"}
_TWICE = re.compile(r"(.)\1+")
_SILENT = re.compile(r"[aeiouyhw]+")


def plain(text: str) -> str:
    """Small letters without accents; hamza signs and degrees after a comma dropped."""
    letters = text.casefold()
    if not letters.isascii():
        letters = unicodedata.normalize("NFKD", letters)
        letters = "".join(
            letter for letter in letters if not unicodedata.category(letter).startswith("M")
        )
    return letters.partition(",")[0]


@lru_cache(maxsize=65536)
def word_key(word: str) -> str:
    """One plain word in the common spelling: "djoemadi" -> "jumadi", "khairoel" -> "hairul"."""
    if word in SHORT_FORMS and word != "m":
        return SHORT_FORMS[word]
    if any(pair in word for pair in ("oe", "tj", "dj")):
        # Spelling of before 1972: its j is today's y, its dj is today's j ("Moeljono", "Soedjono").
        word = word.replace("dj", "\0").replace("tj", "c").replace("j", "y").replace("\0", "j")
    for old, new in SPELLING:
        word = word.replace(old, new)
    word = _TWICE.sub(r"\1", word)
    if len(word) > 3 and word.endswith("h"):
        word = word[:-1]  # Aminah and Amina are one name
    if len(word) > 3 and word.endswith("y"):
        word = word[:-1] + "i"
    return SHORT_FORMS.get(word, word) if word != "m" else word


@lru_cache(maxsize=262144)
def name_key(name: str) -> str:
    """The name in the common spelling, without titles: "Hj. St. Choiriyyah, S.Pd" -> "siti hoirya"."""
    words = _NOT_LETTERS.sub(" ", plain(name).replace(".", " ").translate(_HAMZA)).split()
    keys: list[str] = []
    for place, word in enumerate(words):
        more_follow = place + 1 < len(words)
        if word == "m" and more_follow and not keys:
            keys.append("muhamad")
        elif word == "st" and not keys and more_follow:
            keys.append("siti")
        elif word not in TITLES:
            keys.append(word_key(word))
    return " ".join(keys) if keys else " ".join(word_key(word) for word in words)


@lru_cache(maxsize=65536)
def skeleton(key: str) -> str:
    """Consonants of one key word, for candidates only: "aisah" -> "as", "fitri" -> "ptr", "pitri" -> "ptr"."""
    if not key:
        return ""
    joined = key.replace("f", "p").replace("z", "s").replace("ny", "n").replace("ng", "n")
    head = "a" if joined[0] in "aeiou" else joined[0] if joined[0] not in "hyw" else ""
    return _TWICE.sub(r"\1", head + _SILENT.sub("", joined[1:])) or joined[:1]


ADDRESS_STOPS = frozenset(_ADDRESS_STOPS.split())


@lru_cache(maxsize=65536)
def address_words(address: str) -> tuple[str, ...]:
    """Words of an address worth searching: three letters or more, no "jalan", no numbers."""
    words = _NOT_LETTERS.sub(" ", plain(address.replace(",", " "))).split()
    return tuple(
        word_key(word)
        for word in words
        if len(word) >= 3 and not word.isdigit() and word not in ADDRESS_STOPS
    )
