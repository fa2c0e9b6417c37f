"""Who may do what over the service: principals, actions and the one rule that joins them; tokens."""
