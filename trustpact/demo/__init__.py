"""Some months of a made-up couple's life, to see every page filled in development."""
