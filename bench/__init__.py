"""Measurements, one file each: bench/bench_<name>.py; run them with `nyelik bench [NAME] [--full]`.

Each file has `measure(*, full: bool) -> list[dict]`, small and quick unless `full`. A dict is one line of the
result: what, value, unit, and, for the comparison in the same run, against, ratio, reach.
"""
