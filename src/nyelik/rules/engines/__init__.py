"""Engines that give the rulebook's one vocabulary its meaning: one person, or a block of people."""
