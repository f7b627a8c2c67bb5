"""The mart (columns derived from the journal), coverage, and the names behind every number.

The mart is never a source: it can be deleted and rebuilt. Central words: segment, block, coverage, names.
"""
