"""Setting words as a PDF: the faces, the ink and how people's words stand (`paper.typ`)."""
