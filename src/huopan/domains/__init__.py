"""The business: one Django app a room, top floor first in docs/house.md."""
