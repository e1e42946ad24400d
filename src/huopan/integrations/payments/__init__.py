"""Payment providers and the door through which they call back."""
