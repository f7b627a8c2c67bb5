"""From numbers to work: targets now; weekly evaluation, problems and rollout later.

A target has three values side by side: projected, real, decreed. Central words: target, decree, pro rata.
"""
