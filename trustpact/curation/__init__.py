"""The publishing life of everything curated: drafts, reviews, published revisions, the starter library."""
