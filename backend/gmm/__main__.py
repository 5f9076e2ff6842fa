"""`python -m gmm` is the command line."""

from gmm.cli import main

if __name__ == "__main__":
    main()
