import typer


def add_to(app: typer.Typer, panel: str) -> None: ...
