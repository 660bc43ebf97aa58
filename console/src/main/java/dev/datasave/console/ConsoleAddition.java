package dev.datasave.console;

import dev.datasave.cli.Addition;
import java.util.List;

/** The command that starts the console. */
public final class ConsoleAddition implements Addition {
    /** For the service loader. */
    public ConsoleAddition() {}

    @Override
    public List<Object> commands() {
        return List.of(new ConsoleCommand());
    }
}
