"""Bytes or decoded rows -> samples, one file per format; every refusal names row, line and column."""
