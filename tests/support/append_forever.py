"""A process to be killed: appends batches of one device without end, and tells what was acknowledged.

python -m tests.support.append_forever DEVICE         one line "numbers..." for each acknowledged batch
python -m tests.support.append_forever --list DEVICE  all numbers that the journal has
"""

import sys

import django


def main() -> None:
    """Append or list, on the instance of NYELIK_HOME or NYELIK_DATABASE_URL."""
    django.setup()
    device = sys.argv[-1]
    if "--list" in sys.argv:
        sys.stdout.write(" ".join(map(str, numbers_of(device))))
    else:
        append_forever(device)


def append_forever(device: str) -> None:
    """Batches of ten, each acknowledged on stdout once `append` has returned."""
    from nyelik.journal.append import append
    from tests.support.journal import NOON, entry, person

    first = 1
    while True:
        batch = [
            entry(
                number,
                {"name": "Ani" * 50},
                kind="person",
                subject=person(number),
                device=device,
                at=0,
            )
            for number in range(first, first + 10)
        ]
        receipts = append(batch, received=NOON)
        sys.stdout.write(" ".join(str(receipt.number) for receipt in receipts) + "\n")
        sys.stdout.flush()
        first += 10


def numbers_of(device: str) -> list[int]:
    """The device's numbers in the journal."""
    from nyelik.journal.read import entries_from

    return [one.number for one in entries_from("e.device = %s", [device])]


if __name__ == "__main__":
    main()
