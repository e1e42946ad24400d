"""The index of several machines: Manticore Search, or Sphinx, through SphinxQL."""
