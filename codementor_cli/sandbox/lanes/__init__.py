"""Lanes: started, given one program each, and thrown away."""
