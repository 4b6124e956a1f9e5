"""The tests: a mirror of the code, and what runs the real parts around it."""
