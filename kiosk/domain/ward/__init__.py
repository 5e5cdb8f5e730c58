"""The ward: its residential groups, its departments, the fields of life that people ask about."""
