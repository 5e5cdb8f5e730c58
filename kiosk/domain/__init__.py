"""What the hall knows and decides: no Flask, no sockets. A subject may know those before it: see docs/architecture."""
