"""Tags for the pages of check-ins."""
