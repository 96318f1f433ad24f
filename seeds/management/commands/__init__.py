"""Commands of the demonstration world."""
