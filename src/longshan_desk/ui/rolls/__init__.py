"""The bodies' rolls on screen."""
