"""`nyelik export`: templates, the e-PPGBM layout, coverage and names as spreadsheets."""
def add(s): s.add_parser("export", help="x")
def run(args): return 0
