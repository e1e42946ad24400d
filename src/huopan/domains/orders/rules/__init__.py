"""What the trade allows: plain values in, plain values out."""
