"""The demonstration world: invented people, loaded through the same importers."""
