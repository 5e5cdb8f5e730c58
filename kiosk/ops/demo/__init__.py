"""The demo: an invented ward's meeting, brought to life by people who come in through the same doors as everybody."""
