"""The index of offers."""
