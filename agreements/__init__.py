"""What two people agree on: the library, the draft they talk about, the versions they sign."""
