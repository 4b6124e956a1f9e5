"""The therapist's pages, and the couple's pages about what a therapist may see."""
