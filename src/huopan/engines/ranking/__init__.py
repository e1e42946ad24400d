"""In what order things that match are shown, and the arithmetic that says why. Plain Python, no state."""

from huopan.engines.ranking.arithmetic import Arithmetic, Line, arithmetic, factor, standing_factor
from huopan.engines.ranking.fitness import middle_price, price_fitness
from huopan.engines.ranking.signals import NEUTRAL, SIGNALS, STORED, Name, Signal, Signals, measured, share, swiftness

__all__ = [
    "NEUTRAL",
    "SIGNALS",
    "STORED",
    "Arithmetic",
    "Line",
    "Name",
    "Signal",
    "Signals",
    "arithmetic",
    "factor",
    "measured",
    "middle_price",
    "price_fitness",
    "share",
    "standing_factor",
    "swiftness",
]
