"""What any model is sent: prompts as files, rendered from a packet. Each provider behind the port has its own room."""
