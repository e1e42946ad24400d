"""Words every floor shares: plain Python, no framework, no clock."""
