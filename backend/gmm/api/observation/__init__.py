"""What can be seen of a running service from outside: request ids, log lines, metrics, readiness."""
