"""The trail: every change as one row, written in the change's own transaction, kept for ever, relayed to receivers."""
