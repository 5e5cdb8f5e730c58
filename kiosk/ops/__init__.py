"""Running it: the schema, commands that go through the running server, checks, the demo."""
