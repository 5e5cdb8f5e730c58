"""The server: listeners, the guard before them, the transport of the sockets."""
