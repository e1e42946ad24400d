"""Letters by e-mail, through whatever mail server Django is told of."""
