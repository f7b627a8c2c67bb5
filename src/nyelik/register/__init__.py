"""Who lives where, which facility serves them, who works there, and who may see whom.

People and households are projections of journal entries; areas, facilities and workers are reference data.
`access` is the only way to obtain a person. Central words: area, catchment, person, worker, viewer.
"""
