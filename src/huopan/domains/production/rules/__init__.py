"""Production's pure decisions."""
