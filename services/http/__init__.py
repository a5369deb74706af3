"""The HTTP door: routes as data, one module per context; see docs/api.md."""
