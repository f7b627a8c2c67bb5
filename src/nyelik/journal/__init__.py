"""The append-only journal: what happened, said by whom, on which device. The only store of clinical facts.

Entries are appended, held or retracted, never overwritten; state is the fold of entries. Only this package
touches the entry table. Central words: entry, subject, about, fold, held, conflict, gap, receipt.
"""
