"""Looking for the best optimum: starts, rounds, variations of the best, and more and more rows."""
