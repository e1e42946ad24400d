"""Work that may happen a moment later. The row it works on is the truth; a job is only a hint, and may run twice."""
