"""Bytes -> requests, answers -> bytes: media types, decoding, sentences for refusals, streams of lines."""
