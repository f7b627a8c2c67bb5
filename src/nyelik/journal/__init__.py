"""The append-only journal: what happened, said by whom, on which device. The only store of clinical facts.

Entries are appended, held or retracted, never overwritten; state is the fold of entries. Only this package
touches the entry table. Central words: entry, subject, about, fold, held, conflict, gap, receipt.

    entry        Entry, StoredEntry, Receipt        projections  register, catch_up, rebuild
    append       append                             held         held, accept_held, decline_held
    read         entries_about, entries_after       conflicts    open_conflicts
    fold         fold, Subject                      merge        canonical_of, same_person
    writer       Writer                             gaps, archive, quarantine

Import from these modules; this file stays empty so that Django can load the app before its tables.
"""
