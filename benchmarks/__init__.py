"""One file per figure the README quotes; each prints one JSON object as its last line."""
