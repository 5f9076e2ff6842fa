"""How sure the parameters are: the fit made again for data that might have been seen instead."""
