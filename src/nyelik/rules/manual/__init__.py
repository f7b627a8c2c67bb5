"""The manual: pages about every group, rule, chapter and setting, as plain data in one language.

Made from the rulebook alone; the office shows the pages, `printed` makes a book of them. Nothing here knows a person.
"""
