"""How the pictures and tables of the README are made."""
