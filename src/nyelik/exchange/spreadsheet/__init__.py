"""Spreadsheets that staff already keep: read, preview, import with a report, and write back out.

`read` and `headers` give tables, `layout` says what their columns mean (`layouts/*.yaml`), `rows` reads cells,
`people` and `places` find who and where, `planner` plans (pure), `importing` commits through the journal, `report`
tells; `export` and `eppgbm_out` go the other way. Central words: a *row* says something, an *outcome* is what
follows from it, a *question* is what waits, held, for a person. It must never overwrite, guess or lose.
"""
