"""The reception records system: settings and what the three concerns share."""
