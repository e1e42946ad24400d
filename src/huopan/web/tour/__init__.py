"""The guided tour of the demo market: what a newcomer tries as visitor, buyer, supplier, worker and operator."""
