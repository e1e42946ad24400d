"""Inner loops as machine code (numba): arrays and numbers only; each has a Python face beside this folder."""
