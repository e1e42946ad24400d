"""One module per page, named as the page."""
