"""Rows that are unlike the others: how sure that is, at which rate of false alarms, and why."""
