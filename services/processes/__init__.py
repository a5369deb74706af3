"""What joins the contexts: an event, with the facts as they were then, leads to commands.

`cases` and `delegation` are pure, `react` brings them their facts, `run` carries out what they say.
No command's content depends on "now", so reacting twice gives the same ones under the same ids.
"""
