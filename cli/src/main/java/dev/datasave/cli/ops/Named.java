package dev.datasave.cli.ops;

import dev.datasave.ops.Operations;
import dev.datasave.ops.ProfileDesk;
import picocli.CommandLine.Parameters;

/** Which profile is meant. */
final class Named {
    @Parameters(index = "0", paramLabel = "STORE", description = "The store.")
    private String store = "";

    @Parameters(index = "1", paramLabel = "KEY", description = "The key of the profile.")
    private String key = "";

    ProfileDesk in(Operations operations, OnStorage command) {
        try {
            return operations.profile(store, key);
        } catch (IllegalArgumentException e) {
            throw command.wrong(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String toString() {
        return store + "/" + key;
    }
}
