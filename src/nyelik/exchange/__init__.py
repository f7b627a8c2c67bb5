"""One folder for each outside party, complete with its layouts."""
