"""TrustPact: a place where two partners build and keep a trust agreement."""
