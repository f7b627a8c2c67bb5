"""A person's card from facts: groups, what is due, what findings mean, next step, growth chart.

Pure: no Django, no clock, no database. Whoever stands above gathers the facts and says which day it is.
"""
