"""The planner's pages: the board, what is asked of the factory, its load, what-if, materials and how it is set up."""
