"""A district's own layer: a folder like the rulebook, whose items join the national ones or replace them by id.

`layer.yaml` says whose it is. An item with a new id is added. An item with the id of a national one must say so, with
its reason, and replaces only the keys that it writes, unless it says `whole: yes`:

    - id: hb0_closes
      override: {reason: {id: …, en: …}}
      value: 7 days

So nothing national changes by accident, and everything that did can be seen: `Rulebook.origins`.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml.comments import CommentedMap

from nyelik.rules.errors import Mistake, Phrase
from nyelik.rules.item import Book, Item, Refused
from nyelik.rules.model import Layer, Origin
from nyelik.rules.words import Label

LAYER_FILE = "layer.yaml"
Items = dict[str, list[Item]]
_WITH_CHAPTERS = ("definitions", "groups", "services", "findings", "indicators", "packages")


@dataclass(frozen=True)
class Laid:
    """A layer that was laid over the national items, and what it brought."""

    layer: Layer | None = None
    origins: Mapping[str, Origin] = field(default_factory=dict)


NO_LAYER = Laid()


@dataclass
class Overridden(Item):
    """A national item with some of its keys replaced: each key knows the file it was written in."""

    own: Item
    national: Item

    def place(self, key: str | None = None) -> tuple[str, int, int]:
        """Where a key is written: in the layer, in the national file, or the layer's item if in neither."""
        if key is not None and key not in self.own.data and key in self.national.data:
            return self.national.place(key)
        return self.own.place(key)


def lay_over(
    book: Book, items: Items, folder: Path, read_items: Callable[[Book, Path, str], Items]
) -> Laid:
    """Add a layer's items to the national ones, or put them in their place; errors are noted in the book."""
    try:
        layer = _read_layer(book, folder)
    except Refused:
        return NO_LAYER
    origins: dict[str, Origin] = {}
    for section, own in read_items(book, folder, f"{layer.id}/").items():
        for item in own:
            try:
                _lay(section, item, items, origins)
            except Refused:
                continue
    return Laid(layer, origins)


def _read_layer(book: Book, folder: Path) -> Layer:
    path = folder / LAYER_FILE
    if not path.is_file():
        book.note(str(folder), 0, 0, Mistake("no-layer", file=LAYER_FILE))
        raise Refused(LAYER_FILE)
    data = book.load(path, f"{folder.name}/{LAYER_FILE}")
    if not isinstance(data, CommentedMap):
        raise Refused(LAYER_FILE)
    item = Item(book, f"{folder.name}/{LAYER_FILE}", data)
    item.allow("id", "label", "note")
    return Layer(item.text("id"), item.label(), item.optional_label("note"))


def _lay(section: str, item: Item, items: Items, origins: dict[str, Origin]) -> None:
    if (
        section == "signed"
    ):  # a district's clinicians sign what they have read; that replaces nothing
        items[section].append(item)
        return
    key = "code" if section == "words" else "id"
    item_id = item.text(key)
    places = {one.text(key, ""): place for place, one in enumerate(items[section])}
    if not item.has("override"):
        if item_id in places:
            raise _not_by_accident(item, key, items[section][places[item_id]])
        items[section].append(item)
        origins[item_id] = Origin()
        return
    if item_id not in places:
        hint = _nearest(item_id, list(places))
        raise item.refuse("nothing-national", key, id=item_id, section=section, hint=hint)
    national = items[section][places[item_id]]
    reason, whole = _why(item)
    own = _without_override(item)
    origins[item_id] = Origin(_written_at(national), () if whole else _keys(own, key), reason)
    items[section][places[item_id]] = own if whole else _merged(section, own, national)


def _not_by_accident(item: Item, key: str, national: Item) -> Refused:
    place = _written_at(national)
    return item.refuse("national-by-accident", key, id=item.data[key], place=place)


def _nearest(item_id: str, known: list[str]) -> Phrase:
    near = difflib.get_close_matches(item_id, known, n=2)
    return Phrase("layer-did-you-mean", near=near) if near else Phrase("layer-look-up")


def _why(item: Item) -> tuple[Label, bool]:
    """The reason of an override, without which it is refused, and whether it replaces the whole item."""
    override = item.mapping("override")
    override.allow("reason", "whole")
    if not override.has("reason"):
        raise item.refuse("override-without-reason", "override")
    return override.label("reason"), override.text("whole", "no") in ("yes", "true", "True")


def _keys(own: Item, key: str) -> tuple[str, ...]:
    keys = tuple(str(one) for one in own.data if one != key)
    if not keys:
        raise own.refuse("nothing-overridden", key)
    return keys


def _without_override(item: Item) -> Item:
    data = CommentedMap({key: value for key, value in item.data.items() if key != "override"})
    setattr(data, "_yaml_line_col", item.data.lc)  # noqa: B010  where ruamel keeps the places of keys
    return Item(item.book, item.file, data, path=item.path)


def _merged(section: str, own: Item, national: Item) -> Overridden:
    data = CommentedMap({**national.data, **own.data})
    if section in _WITH_CHAPTERS and "chapter" not in data:
        data["chapter"] = list(national.book.chapters.get(national.file, ()))
    return Overridden(own.book, own.file, data, own, national, path=own.path)


def _written_at(item: Item) -> str:
    return f"{item.file}:{item.line}"
