"""WHO: accounts, profile, own data, and the safety page that needs no account."""
