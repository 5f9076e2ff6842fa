"""Bytes in, data sets in; mixtures in, documents out: everything between a file or a body and the engine."""
