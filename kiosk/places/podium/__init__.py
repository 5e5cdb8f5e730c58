"""Where the chair moderates."""
