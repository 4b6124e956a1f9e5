"""KEEP: rituals, check-ins, and what of them opens between two partners."""
