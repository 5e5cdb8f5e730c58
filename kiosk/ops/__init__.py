"""Running it: commands that go through the running server, checks, lists and badges, the demo."""
