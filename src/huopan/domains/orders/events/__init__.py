"""What happened to orders and after-sales."""
