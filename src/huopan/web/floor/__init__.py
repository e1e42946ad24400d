"""The shop floor on a phone: scan a work order, report an operation."""
