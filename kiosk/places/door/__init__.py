"""Where delegates are let in."""
