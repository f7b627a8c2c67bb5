"""The signed rulebook as phones fetch it: checked, packed, made once in a process (about a second)."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nyelik.base.problem import Problem
from nyelik.office.bundle_key import signing_key
from nyelik.rules.load import load


@dataclass(frozen=True)
class PhoneBundle:
    """`packed` is the file in gzip, `file` as it is; `sha256` that of the canonical bytes, `key` the public key."""

    version: str
    sha256: str
    key: str
    file: bytes
    packed: bytes


@cache
def phone_bundle(folder: Path | None = None, layer: Path | None = None) -> PhoneBundle:
    """The bundle of the rulebook in use. Problem `rulebook-not-checked`: phones get rules whose examples hold only.

    The same rulebook and key give the same bytes in every process.
    """
    from nyelik.rules.bundle import bundle_of
    from nyelik.rules.bundle_file import packed, signed_file
    from nyelik.rules.check import check_examples

    rulebook = load(folder, layer)
    _, failures = check_examples(rulebook.rules, rulebook.derive)
    if failures:
        raise Problem("rulebook-not-checked", count=len(failures))
    key = signing_key()
    file = signed_file(bundle_of(rulebook), key)
    header = json.loads(file[: file.index(b"\n")])
    return PhoneBundle(
        rulebook.rules.version, header["sha256"], key.public, file, packed(file, "bundle.gz")
    )
