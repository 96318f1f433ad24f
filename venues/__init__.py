"""Venues: guesthouses, hotels, restaurants, halls and sites, kept ready."""
