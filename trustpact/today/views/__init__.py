"""Today, and the steps that lead to it once."""
