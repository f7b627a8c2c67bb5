"""What an example expects must be something that its rule can say: a misspelt one would only fail in the dark."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from nyelik.rules.errors import Phrase
from nyelik.rules.item import Item, nearest

TRUTHS = ("yes", "no", "unknown")


def check_expects(item: Item, allowed: Collection[str]) -> None:
    """Refuse an example of `item` that expects, itself or under `status`, what is not among `allowed`."""
    for example in item.items("examples"):
        expected = example.data.get("expect")
        written = expected.get("status") if isinstance(expected, Mapping) else expected
        if written is None or _word(written) in allowed:
            continue
        hint = nearest(str(written), allowed, Phrase("write-one-of", allowed=tuple(allowed)))
        raise example.refuse("never-said", "expect", value=written, hint=hint)


def _word(written: object) -> str:
    return (
        {True: "yes", False: "no"}.get(written, str(written))
        if isinstance(written, bool)
        else str(written)
    )
