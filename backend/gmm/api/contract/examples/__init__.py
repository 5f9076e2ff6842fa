"""Calls that work and what they are answered with, shown in the contract and executed by a test."""
