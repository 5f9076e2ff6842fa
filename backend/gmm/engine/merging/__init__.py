"""Components that are one cluster together, and how surely rows belong to one."""
