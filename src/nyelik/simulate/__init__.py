"""A synthetic district that lives day by day: demo, training, load. Never presented as real people.
"""
