"""What the floor's screens are told."""
