"""Can I take it, when, and will I still earn: finite capacity, promises, pools, money and what may go wrong.

Time is integer seconds since an origin that the caller chooses; money is integer fen; nothing here reads a clock.
"""
