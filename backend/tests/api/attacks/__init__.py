"""What hostile clients try, a file a theme: each attack that is known, and that it comes to nothing."""
