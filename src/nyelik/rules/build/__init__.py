"""From written items to the frozen model, one file per kind of rule; what is not well-formed is refused."""
