"""HTML pages, one desk per audience."""
