"""Computing cores: plain Python, no Django, no I/O, no clock."""
