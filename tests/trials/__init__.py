"""Long trials: thousands of bad files, and ``kill -9`` at random moments.

In the suite each runs small; ``make fuzz`` and ``make trials`` run them long.
"""
