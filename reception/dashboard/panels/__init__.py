"""What waits for each role: one function per panel, one module per subject."""
