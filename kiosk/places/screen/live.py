"""What the screen's screens are told."""
