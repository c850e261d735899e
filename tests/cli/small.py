"""A small scenario, as a person writes one."""


def small(components: str) -> str:
    """A minute of these components."""
    return f"""
format: windtunnel.scenario/1
id: small
title: What happens?
duration: 60 s
components:{components}"""
