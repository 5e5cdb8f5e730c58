"""Where delegates ask."""
