package dev.datasave.cli;

import java.util.List;

/** More commands. A service: the module {@code extras} has it, with the libraries that these commands take. */
public interface Addition {
    /** Makes the commands, each an object with picocli's {@code Command}. */
    List<Object> commands();
}
