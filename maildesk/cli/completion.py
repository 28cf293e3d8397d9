"""`maildesk completion`: the lines that teach a shell our commands."""

from __future__ import annotations

import click

from maildesk.cli.output import say

VARIABLE = "_MAILDESK_COMPLETE"  # as click names it after the program


@click.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def completion(shell: str) -> None:
    """Print what teaches SHELL to complete our commands, options, tickets, agents, teams and tags.

    \b
    bash:  maildesk completion bash > ~/.local/share/bash-completion/completions/maildesk
    zsh:   maildesk completion zsh > ~/.zfunc/_maildesk
           (with fpath=(~/.zfunc $fpath) before compinit in ~/.zshrc)
    fish:  maildesk completion fish > ~/.config/fish/completions/maildesk.fish

    For all users write it to /usr/share/bash-completion/completions/maildesk, /usr/share/zsh/vendor-completions/_maildesk or
    /usr/share/fish/vendor_completions.d/maildesk.fish. What is offered of a desk is read with the rights of who types; where
    the desk cannot be read, nothing is.
    """
    from click.shell_completion import ShellComplete, get_completion_class

    from maildesk.cli.main import program

    kind = get_completion_class(shell)
    assert kind is not None
    # Not `kind.source`: bash's runs the bash that is here, which need not be the one that will read this.
    say(ShellComplete.source(kind(program, {}, "maildesk", VARIABLE)))
