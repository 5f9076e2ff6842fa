"""Who may ask, by which name of this machine, and what a browser may do with the answers."""
