"""The command line: `nyelik COMMAND`. One module for each command.
"""
