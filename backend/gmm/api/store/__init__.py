"""What outlives a request: fitted models, in a database."""
