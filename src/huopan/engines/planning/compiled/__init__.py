"""Inner loops as machine code (numba): arrays and numbers only; each has a Python face beside this folder.

A function's cached code is made anew when its own file changes, not when a file it calls changes: after editing one
here, `touch` them all.
"""
