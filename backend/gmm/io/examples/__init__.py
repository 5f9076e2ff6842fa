"""Example data sets: real ones that the field knows, and made ones that each teach one thing."""

from gmm.io.examples.catalogue import Example, all_examples, example_named

__all__ = ["Example", "all_examples", "example_named"]
