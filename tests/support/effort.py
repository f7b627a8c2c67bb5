"""How long rehearsals go on. `NYELIK_REHEARSE=5` makes each about five times as long; 1, the default, fits in CI."""

import os


def effort(times: int) -> int:
    """So many times (kills, examples, days) by default, a multiple of it when NYELIK_REHEARSE asks for one."""
    return times * int(os.environ.get("NYELIK_REHEARSE", "1"))
