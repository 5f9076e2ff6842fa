"""What the service promises, tried out on one as a person starts it: `make reliability`, a file a promise."""
