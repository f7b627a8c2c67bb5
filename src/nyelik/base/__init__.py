"""What everything else stands on: dates and ages, periods, ids, the hybrid logical clock, problems.

Imports nothing of ours, knows no Django, no clock and no chance: today, now and new ids are arguments.
"""
