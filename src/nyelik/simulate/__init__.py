"""A synthetic district that lives day by day: demo, training, load, rehearsal. Never presented as real people.

`live(plan, district)` yields deliveries: what one device sends to the server at one moment, in the order of arrival.
Central words: *world* (everything one run shares), *clerk* (how people write things down, with their errors),
*device* (a phone or laptop with its own counter, clock and network), *fixture* (a rate in rates.yaml).
Nothing clinical is decided here; what health workers usually do is a fixture, what they should do is the rulebook.
"""
