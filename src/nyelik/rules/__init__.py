"""The rulebook's meaning: read, check, explain and run rules written in YAML.

`read` turns files into a frozen model that refuses to be built wrong; `engines.reference` evaluates one
person obviously; `engines.columns` evaluates a block of people at once and must agree with it. Central words:
rule, expression, facts, unknown. No clinical content lives here: that is `rulebook/`. No Django, no clock.
"""
