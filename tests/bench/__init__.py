"""The benchmark: figures that are compared within one run, never with a clock."""
