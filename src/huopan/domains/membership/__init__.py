"""Plans that suppliers subscribe to, and who has which, from when until when."""
