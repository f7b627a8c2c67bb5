"""Who sits at the command line: the account of the machine, for the record of reading."""

import getpass


def account() -> str:
    """The account's name; "?" where the machine does not know it (a container without a user list)."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"
