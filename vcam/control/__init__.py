"""How other programs steer a running vcam: messages, a socket, D-Bus, and what they are told.

Nothing is imported here: `vcam ctl` sends one message and must not wait for what only the
running vcam needs.
"""
