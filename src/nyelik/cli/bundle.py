"""`nyelik bundle --out FILE`: the checked rulebook as one signed file, as phones take it."""

import os
from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path
from typing import TYPE_CHECKING

from nyelik.base.problem import Problem
from nyelik.cli.output import answer, language_of

if TYPE_CHECKING:
    from nyelik.rules.bundle_file import SigningKey

KEY_NAME = "bundle-key.pem"


def add(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Define the command."""
    parser = commands.add_parser("bundle", help="write the rulebook as a signed file for phones")
    parser.add_argument(
        "--out", type=Path, required=True, help="where to; .gz or .zst at the end compresses"
    )
    parser.add_argument("--rulebook", type=Path, help="another rulebook folder")
    parser.add_argument("--layer", type=Path, help="a district's own layer over it")
    parser.add_argument(
        "--key",
        type=Path,
        help=f"Ed25519 key, PKCS 8 PEM (default: {KEY_NAME} in NYELIK_HOME, made at first use)",
    )


def run(args: Namespace) -> int:
    """0 when written; 1 with every fault when the rulebook does not hold: phones get checked rules only."""
    from nyelik.rules.bundle import bundle_of
    from nyelik.rules.bundle_file import packed, signed_file
    from nyelik.rules.check import check_examples
    from nyelik.rules.errors import Phrase, RulebookErrors
    from nyelik.rules.load import load

    try:
        loaded = load(args.rulebook, args.layer)
    except RulebookErrors as errors:
        language = language_of(args)
        nothing = Phrase("nothing-written").text(language)
        answer(args, {"ok": False}, f"{errors.text(language)}\n\n{nothing}")
        return 1
    _, failures = check_examples(loaded.rules, loaded.derive)
    if failures:
        lines = [*map(str, failures), f"{len(failures)} examples failed: nothing was written."]
        answer(args, {"ok": False, "failures": list(map(str, failures))}, "\n".join(lines))
        return 1
    key = signing_key(args.key)
    file = packed(signed_file(bundle_of(loaded), key), args.out.name)
    args.out.write_bytes(file)
    size = f"{len(file):,} bytes"
    data = {"ok": True, "rulebook": loaded.rules.version, "bytes": len(file), "key": key.public}
    text = f"{args.out}: rulebook {loaded.rules.version}, {size}\nsigned with {key.public}"
    answer(args, data, text)
    return 0


def signing_key(path: Path | None) -> "SigningKey":
    """The key of a file; without one the installation's own. Raises Problem where the file is no key."""
    from nyelik.rules.bundle_file import key_from_pem

    place = path or own_key()
    try:
        return key_from_pem(place.read_bytes())
    except (OSError, ValueError) as error:
        raise Problem("bundle-key-unreadable", file=str(place), reason=str(error)) from error


def own_key() -> Path:
    """The key that this installation signs with, in its data folder; made at first use, for nobody else to read."""
    from nyelik.office.home import home_folder
    from nyelik.rules.bundle_file import key_to_pem, new_key

    path = home_folder() / KEY_NAME
    if not path.exists():
        aside = path.with_suffix(f".{os.getpid()}")
        aside.touch(mode=0o600)
        aside.write_bytes(key_to_pem(new_key()))
        aside.rename(path)
    return path
