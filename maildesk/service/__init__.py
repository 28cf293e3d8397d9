"""The daemon: its processes, its loops, and what watches over them."""
