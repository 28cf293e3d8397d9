"""What is asked of the operating system: users, sockets, systemd and bounds."""
