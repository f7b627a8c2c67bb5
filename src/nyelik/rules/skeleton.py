"""The skeleton of a new rule: every key that its kind needs, and examples prepared at the edges. Nothing is asked."""

from __future__ import annotations

_COMMON = """\
    source: {{document: nyelik, section: "…", confidence: low, to_check: "…"}}
    in_force: {{from: {today}}}
"""
_HEAD = """\
  - id: {id}
    label: {{id: "…", en: "…"}}
"""

SKELETONS: dict[str, str] = {
    "service": _HEAD
    + """\
    for: infant
    from: 6 months
    overdue: 7 months
    closes: 12 months
    done: latest_day(WORD)
    at: [posyandu, pustu, puskesmas]
    say: {{id: "…", en: "…"}}
"""
    + _COMMON
    + """\
    examples:
      - {{name: sehari sebelum mulai,     on: 2026-06-30, facts: {{born: 2025-12-31}}, expect: waiting}}
      - {{name: tepat mulai,              on: 2026-06-30, facts: {{born: 2025-12-30}}, expect: due}}
      - {{name: sehari sebelum terlambat, on: 2026-06-30, facts: {{born: 2025-12-01}}, expect: due}}
      - {{name: tepat terlambat,          on: 2026-06-30, facts: {{born: 2025-11-30}}, expect: overdue}}
      - {{name: sehari sebelum ditutup,   on: 2026-06-30, facts: {{born: 2025-07-01}}, expect: overdue}}
      - {{name: bukan sasaran,            on: 2026-06-30, facts: {{age: 30 years}}, expect: not_applicable}}
      - {{name: tanggal lahir kosong,     on: 2026-06-30, facts: {{sex: male}}, expect: not_applicable}}
      - {{name: sudah dilakukan,          on: 2026-06-30, facts: {{age: 8 months, WORD: [2026-06-30]}}, expect: done}}
""",
    "finding": _HEAD
    + """\
    for: infant
    classes:
      - id: low
        label: {{id: "…", en: "…"}}
        when: latest(WORD) < 0
        severity: red
        say: {{id: "…", en: "…"}}
        then: [{{refer: pustu, within: 1 days}}]
      - id: normal
        label: {{id: "…", en: "…"}}
        otherwise: yes
        severity: green
"""
    + _COMMON
    + """\
    examples:
      - {{name: di bawah batas, facts: {{age: 8 months, WORD: -1}}, expect: low}}
      - {{name: tepat di batas, facts: {{age: 8 months, WORD: 0}}, expect: normal}}
      - {{name: belum diukur,   facts: {{age: 8 months}}, expect: unknown}}
      - {{name: bukan sasaran,  facts: {{age: 30 years, WORD: -1}}, expect: none}}
""",
    "indicator": _HEAD
    + """\
    program: "…"
    period: month
    among: balita_in_period
    counts_when:
      part: {{when: "has(WORD, period)", label: {{id: "…", en: "…"}}}}
    target: 90
"""
    + _COMMON
    + """\
    examples:
      - {{name: hari pertama,             facts: {{age: 9 months, WORD: [2026-06-01]}}, expect: met}}
      - {{name: akhir bulan lalu,         facts: {{age: 9 months, WORD: [2026-05-31]}}, expect: missed}}
      - {{name: belum dilayani,           facts: {{age: 9 months}}, expect: missed}}
      - {{name: sudah pindah,             facts: {{age: 9 months, moved_out: 2026-06-10}}, expect: not_applicable}}
""",
    "group": _HEAD
    + """\
    ruleset: KMK
    when: age_months() < 12
"""
    + _COMMON
    + """\
    examples:
      - {{name: sehari sebelum batas, facts: {{born: 2025-07-01}}, expect: yes}}
      - {{name: tepat di batas,       facts: {{born: 2025-06-30}}, expect: no}}
      - {{name: tanggal lahir kosong, facts: {{sex: male}}, expect: unknown}}
""",
    "definition": """\
  - id: {id}
    label: {{id: "…", en: "…"}}
    as: age_months() < 12
    source: {{document: nyelik, section: "…", confidence: low}}
    examples:
      - {{name: sehari sebelum batas, facts: {{born: 2025-07-01}}, expect: yes}}
      - {{name: tepat di batas,       facts: {{born: 2025-06-30}}, expect: no}}
      - {{name: tanggal lahir kosong, facts: {{sex: male}}, expect: unknown}}
""",
    "setting": """\
  - id: {id}
    label: {{id: "…", en: "…"}}
    type: number
    value: 0
    note: {{id: "bacaan pertama …; bacaan kedua …", en: "first reading …; second reading …"}}
    source: {{document: nyelik, section: "…", confidence: low}}
""",
}
"""By kind. A skeleton with a word of the rulebook in the place of WORD reads, and its examples hold."""


def skeleton(kind: str, rule_id: str, today: str) -> str:
    """The YAML of a new rule, with its section's heading."""
    return f"{kind}s:\n{SKELETONS[kind].format(id=rule_id, today=today)}"
