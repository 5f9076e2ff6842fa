"""The process: waitress on its ports, the built page beside the API, a clean end."""
