"""What the register needs from outside itself, without Django and without the database."""
