"""What the podium's screens are told."""
