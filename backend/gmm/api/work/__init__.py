"""How work is done: how much of it at once, for how long, and until its client leaves."""
