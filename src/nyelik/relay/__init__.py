"""A laptop that stands between phones and the district: a server to them, a device to it.

It keeps no truth of its own. What phones give it goes up with the phone's own device and number; what the district
knows of its scope comes down into its journal. Both may be repeated at any time. It must never change an entry, nor
write one in a phone's name. Central words: upstream (the district), mirrored (known from there), passed on (known
there). The district's half, what it tells a laptop, stands in `for_laptops`.
"""
