"""A payment provider that moves no money: its own process, its own page, and callbacks as unruly as you ask for."""
