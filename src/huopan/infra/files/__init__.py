"""Files from strangers: read in bounds, checked, and stored only as what we made of them. Files of ours, sent."""
