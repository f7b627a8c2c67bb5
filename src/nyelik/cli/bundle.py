"""`nyelik bundle --out FILE`: the checked rulebook as one signed file, as phones take it."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path

from nyelik.cli.output import answer, language_of


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
        help="Ed25519 key, PKCS 8 PEM (default: bundle-key.pem in NYELIK_HOME, made at first use)",
    )


def run(args: Namespace) -> int:
    """0 when written; 1 with every fault when the rulebook does not hold: phones get checked rules only."""
    from nyelik.office.bundle_key import signing_key
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
