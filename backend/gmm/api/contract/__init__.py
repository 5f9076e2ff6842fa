"""What the service promises: a contract for programs and for people, with calls that work."""
