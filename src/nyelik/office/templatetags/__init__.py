"""Template tags of the desk pages."""
