package dev.datasave.copy;

import dev.datasave.spi.Storage;
import java.nio.file.Path;

/** Where a copy comes from or goes to: a storage, or the file of a backup. Immutable. */
public sealed interface CopyPlace {

    /**
     * A storage. The copy neither opens nor closes it.
     *
     * @param name what it is called in messages. A copy that is to be resumed must call its source by the same name again
     * @param storage the storage, which must have a {@link Storage#transfer()}
     * @throws IllegalArgumentException if it has none
     */
    static CopyPlace storage(String name, Storage storage) {
        return new InStorage(name, storage);
    }

    /** The file of a backup. */
    static CopyPlace file(Path file) {
        return new InFile(file.toAbsolutePath().normalize());
    }

    /**
     * A storage.
     *
     * @param name what it is called
     * @param storage the storage
     */
    record InStorage(String name, Storage storage) implements CopyPlace {
        /**
         * Checks the storage.
         *
         * @throws IllegalArgumentException if it has no {@link Storage#transfer()}
         */
        public InStorage {
            if (storage.transfer().isEmpty()) {
                throw new IllegalArgumentException(
                        name + ": found a storage that can't be copied, expected one with a transfer()");
            }
        }

        Storage.Transfer transfer() {
            return storage.transfer().orElseThrow();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * The file of a backup.
     *
     * @param file its absolute path
     */
    record InFile(Path file) implements CopyPlace {
        @Override
        public String toString() {
            return file.toString();
        }
    }
}
