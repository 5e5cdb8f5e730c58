"""The places where people stand: one folder a place, its URL is its name."""
