"""The stage: what the hall sees. Only approved copies ever stand on it."""
