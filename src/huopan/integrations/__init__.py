"""One folder per kind of outside provider; each implements a port of a domain."""
