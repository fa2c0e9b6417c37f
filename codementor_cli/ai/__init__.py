"""The texts for any model: prompts as files, rendered from a packet. Each provider has its own room."""
