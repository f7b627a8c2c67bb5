"""English for the Indonesian texts: reads the .po files, writes the .mo file that gettext wants.

There is one small .po file per page or family of pages, merged here, and no compiled file in the
repository: it is made at start into the data folder, so it can never be older than its text.
"""

import ast
import os
import struct
from pathlib import Path

_HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
_MO_MAGIC = 0x950412DE
CONTEXT_SEPARATOR = "\x04"


def read_po(text: str) -> dict[str, str]:
    """Message to translation. Knows msgctxt, msgid, msgstr and continued lines, which is all we use."""
    messages: dict[str, str] = {}
    parts: dict[str, str] = {}
    field = ""
    for line in [*text.splitlines(), ""]:
        if not line.strip():
            _add(messages, parts)
            parts, field = {}, ""
        elif line.startswith("#"):
            continue
        elif line.startswith('"'):
            parts[field] += ast.literal_eval(line)
        else:
            field, quoted = line.split(" ", 1)
            parts[field] = ast.literal_eval(quoted)
    return messages


def _add(messages: dict[str, str], parts: dict[str, str]) -> None:
    if not parts.get("msgid"):
        return
    context = parts.get("msgctxt")
    key = parts["msgid"] if context is None else context + CONTEXT_SEPARATOR + parts["msgid"]
    messages[key] = parts.get("msgstr", "")


def catalogue(folder: Path) -> dict[str, str]:
    """All messages of the .po files in `folder`, one dictionary."""
    merged: dict[str, str] = {}
    for path in sorted(folder.glob("*.po")):
        merged.update(read_po(path.read_text(encoding="utf-8")))
    return merged


def mo_bytes(messages: dict[str, str]) -> bytes:
    """The messages in GNU gettext's binary format (sorted keys, 7 header words, no hash table)."""
    pairs = sorted({"": _HEADER, **{k: v for k, v in messages.items() if v}}.items())
    keys = [key.encode() for key, _ in pairs]
    values = [value.encode() for _, value in pairs]
    count = len(pairs)
    key_table, value_table = 7 * 4, 7 * 4 + 8 * count
    offset = value_table + 8 * count
    words = [_MO_MAGIC, 0, count, key_table, value_table, 0, 0]
    for texts in (keys, values):
        for text in texts:
            words += [len(text), offset]
            offset += len(text) + 1
    return struct.pack(f"<{len(words)}I", *words) + b"".join(t + b"\0" for t in keys + values)


def compile_catalogues(source: Path, target: Path) -> None:
    """Write target/<language>/LC_MESSAGES/django.mo for each folder of `source`, when it differs."""
    for folder in sorted(p for p in source.iterdir() if p.is_dir()):
        path = target / folder.name / "LC_MESSAGES" / "django.mo"
        content = mo_bytes(catalogue(folder))
        if path.exists() and path.read_bytes() == content:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(f".{os.getpid()}")
        aside.write_bytes(content)
        aside.replace(path)
