"""The design language's living page: tokens as they stand in the stylesheet, every component in every state."""
