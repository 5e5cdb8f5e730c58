"""Where devices and people say who they are: by link, by a delegate's code, by name and password."""
