"""The key that an installation signs its rulebook with: phones run only what it signed."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from nyelik.base.problem import Problem
from nyelik.office.home import home_folder

if TYPE_CHECKING:
    from nyelik.rules.bundle_file import SigningKey

KEY_NAME = "bundle-key.pem"


def signing_key(path: Path | None = None) -> "SigningKey":
    """The key of a file; without one the installation's own. Raises Problem where the file is no key."""
    from nyelik.rules.bundle_file import key_from_pem

    place = path or own_key()
    try:
        return key_from_pem(place.read_bytes())
    except (OSError, ValueError) as error:
        raise Problem("bundle-key-unreadable", file=str(place), reason=str(error)) from error


def own_key() -> Path:
    """The file of the installation's key, in its data folder; made at first use, for nobody else to read."""
    from nyelik.rules.bundle_file import key_to_pem, new_key

    path = home_folder() / KEY_NAME
    if not path.exists():
        aside = path.with_suffix(f".{os.getpid()}")
        aside.touch(mode=0o600)
        aside.write_bytes(key_to_pem(new_key()))
        try:
            # Danger: two processes may come here at once; the first key stays, or phones would meet two signers.
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    return path
