"""A small deterministic market for `huopan demo`, made by calling the same actions that traders call."""
