"""What the door's screens are told."""
