"""Questions: one person's turn holds one or more single matters, and each of these has a life of its own."""
