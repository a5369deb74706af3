"""What joins the contexts: an event, with the facts as they were then, leads to commands.

Each is a pure function, so reacting twice gives the same commands under the same ids; nothing here
looks at "now".
"""
