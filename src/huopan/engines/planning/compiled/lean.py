"""How the search's inner loops are compiled: cached, and without counting references to arrays.

Numba counts a reference to each array of a named tuple at each call that hands the tuple over, atomically: that took
nine tenths of the search's time. Without it nothing here may make an array; the callers' arrays outlive every call.
"""

from functools import partial
from typing import Any

from numba import njit

lean: Any = partial(njit, cache=True, nogil=True, _nrt=False)
