"""`make bench`: how fast it is, as ratios to floors that are measured in the same run (speed.md)."""
