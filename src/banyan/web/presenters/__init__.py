"""How records become words for a reader: dates, numbers, relationships, facts. Owns no rule about them."""
