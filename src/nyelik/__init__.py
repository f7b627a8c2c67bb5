"""Nyelik: the information system that runs a kabupaten's primary-care integration (ILP).

The folders are the architecture; imports point downwards only (checked by import-linter):

    cli
    office | exchange | simulate
    improve
    watch
    register
    journal
    care
    rules
    base
"""
