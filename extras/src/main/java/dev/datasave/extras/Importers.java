package dev.datasave.extras;

import dev.datasave.cli.Addition;
import java.util.List;

/** The commands that import. */
public final class Importers implements Addition {
    /** For the service loader. */
    public Importers() {}

    @Override
    public List<Object> commands() {
        return List.of(new ImportCommand(), new VerifyImportCommand());
    }
}
