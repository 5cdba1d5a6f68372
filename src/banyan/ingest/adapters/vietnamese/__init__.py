"""Reading Vietnamese pages by rule."""
