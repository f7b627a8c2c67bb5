"""`nyelik places`: choose the kabupaten that this instance serves."""

from argparse import ArgumentParser, Namespace
from typing import Any

from nyelik.cli.output import answer, table


def add(subparsers: Any) -> None:
    """The command and its options."""
    parser: ArgumentParser = subparsers.add_parser("places", help="list kabupaten, load one")
    parts = parser.add_subparsers(metavar="WHAT", required=True)
    listing = parts.add_parser("list", help="codes and names of all kabupaten and kota")
    listing.add_argument("--name", default="", help="only those whose name contains this")
    listing.set_defaults(part=run_list)
    loading = parts.add_parser(
        "load", help="put a kabupaten's areas and facilities into the register"
    )
    loading.add_argument("code", help="Kemendagri code, such as 19.06")
    loading.add_argument(
        "--invent",
        action="store_true",
        help="make up facilities, dusun and RT where there is no file (marked; never for use)",
    )
    loading.set_defaults(part=run_load)
    calling = parts.add_parser("phone", help="the telephone of a facility, shown on phones")
    calling.add_argument("facility", help="code, such as U1906-04")
    calling.add_argument("number", help='as people dial it; "" for none')
    calling.set_defaults(part=run_phone)


def run(args: Namespace) -> int:
    """The part that was asked for."""
    return int(args.part(args))


def run_list(args: Namespace) -> int:
    """Every kabupaten and kota, from the national list."""
    from nyelik.cli.database import set_up_django

    set_up_django()
    from nyelik.register.areas import regencies

    wanted = args.name.casefold()
    rows = [{"code": code, "name": name} for code, name in regencies() if wanted in name.casefold()]
    answer(args, rows, table(rows, {"code": "code", "name": "name"}))
    return 0


def run_load(args: Namespace) -> int:
    """Areas of a kabupaten, and its facilities if there is a file for it; loading again changes nothing."""
    from nyelik.cli.database import open_database

    open_database()
    from nyelik.register import facilities
    from nyelik.register.invent import invent_district
    from nyelik.register.tables import Area, Facility

    facilities.load_district(args.code)
    if args.invent and facilities.district_file(args.code) is None:
        facilities.network_of(invent_district(args.code, 0)).save()
    counts = {
        "code": args.code,
        "areas": Area.objects.filter(code__startswith=args.code).count(),
        "facilities": Facility.objects.count(),
        "invented": Facility.objects.filter(invented=True).count(),
    }
    text = "{code}: {areas} areas; {facilities} facilities in the register, {invented} invented"
    answer(args, counts, text.format(**counts))
    return 0


def run_phone(args: Namespace) -> int:
    """Set the telephone of a facility; Problem `no-such-facility`."""
    from nyelik.cli.database import open_database

    open_database()
    from nyelik.register.facilities import set_phone

    set_phone(args.facility, args.number)
    answer(
        args,
        {"facility": args.facility, "phone": args.number},
        f"{args.facility}  {args.number or 'no telephone'}",
    )
    return 0
