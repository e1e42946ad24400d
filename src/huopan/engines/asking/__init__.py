"""What people ask and what they take: suggestions, leanings, related searches, and learning an order from clicks.

Plain Python: what was logged is passed in, what was learnt is returned. Nothing logged, nothing changed.
"""
