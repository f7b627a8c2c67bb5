"""A CSV of measured children in, the same CSV with z-scores, classes and problems out.

`cells` reads columns of text, `classes` asks the rulebook's findings, `file` goes through the file in parts.
"""
