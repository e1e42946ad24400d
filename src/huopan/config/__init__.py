"""The wires: settings, addresses, and which adapter serves which port."""
