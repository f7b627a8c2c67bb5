"""Spreadsheets that staff already keep: read, preview, import with a report, and write back out."""
