"""The views of the centre's desk."""
