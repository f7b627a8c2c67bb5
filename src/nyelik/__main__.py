"""`python -m nyelik COMMAND` is the same as `nyelik COMMAND`."""

import sys

from nyelik.cli import main

if __name__ == "__main__":
    sys.exit(main())
