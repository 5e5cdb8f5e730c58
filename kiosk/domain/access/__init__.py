"""Access: staff, devices, and the sign-ins that say who stands where; all kept here, all revocable."""
