package dev.datasave.copy;

import java.io.IOException;

/** The file of a backup can't be used: it is damaged, cut off, of a newer version, or no backup at all. The message names file and line. */
public final class BackupException extends IOException {
    private static final long serialVersionUID = 1;

    BackupException(String message, Throwable cause) {
        super(message, cause);
    }

    BackupException(String message) {
        super(message);
    }
}
