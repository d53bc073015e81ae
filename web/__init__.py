"""The web application: the only place that knows flask."""
