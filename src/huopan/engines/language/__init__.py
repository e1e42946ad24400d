"""Chinese and English text: what two spellings of the same thing have in common."""
