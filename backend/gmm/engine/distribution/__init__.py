"""A mixture as a distribution: its parts, conditions, probabilities, quantiles, regions and distances."""
