"""The ways by which a notice reaches its person."""
