"""The kernels of the columns engine: a small machine that runs a plan over a tile of people.

Read in this order: `opcodes` (what it can do), `values` (numbers and truths), `calendar` (the date law), `events`
(passes over the rows of one code), `machine` (the loop that runs a program), `compiled` (plain Python or numba).
"""
