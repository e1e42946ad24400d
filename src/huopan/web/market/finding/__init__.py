"""What the pages of search are put together from: addresses, names of codes, chips, facets, the map, the tray."""
