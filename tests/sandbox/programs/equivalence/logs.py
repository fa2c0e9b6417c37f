# logging without settings
import logging

logging.warning("by the root")
logging.getLogger("own").error("by another")
print(logging.getLogger().handlers, logging.root.level)
