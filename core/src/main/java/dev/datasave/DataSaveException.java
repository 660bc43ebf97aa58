package dev.datasave;

import java.io.Serial;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Broken infrastructure or misuse. What is to be expected is a value ({@link LoadResult}, {@link SaveResult}). */
public abstract sealed class DataSaveException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private DataSaveException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** An edit of a profile that is suspended or released. */
    public static final class NotActive extends DataSaveException {
        @Serial
        private static final long serialVersionUID = 1;

        private final transient ProfileId profile;
        private final ProfileState state;

        /** Names the profile and its state. */
        public NotActive(ProfileId profile, ProfileState state) {
            super("profile " + profile + ": found it " + state + ", expected ACTIVE for an edit", null);
            this.profile = profile;
            this.state = state;
        }

        /** Which profile. */
        public ProfileId profile() {
            return profile;
        }

        /** What it is instead of active. */
        public ProfileState state() {
            return state;
        }
    }

    /** An edit inside an edit of the same profile: it could see half of what the outer one does. */
    public static final class NestedEdit extends DataSaveException {
        @Serial
        private static final long serialVersionUID = 1;

        /** Names the profile. */
        public NestedEdit(ProfileId profile) {
            super("profile " + profile + ": found an edit inside an edit, expected one after the other", null);
        }
    }

    /** An edit that met a transaction of the same profile and did not get its turn in time (P12): nothing was changed, try again. */
    public static final class Busy extends DataSaveException {
        @Serial
        private static final long serialVersionUID = 1;

        /** Names the profile and the time. */
        public Busy(ProfileId profile, Duration waited) {
            super(
                    "profile " + profile + ": found a transaction under way for more than " + waited.toMillis()
                            + " ms, expected its end",
                    null);
        }
    }

    /** Data that can't be turned into JSON or back, exceeds a limit (R10), or is refused by its store's validator. */
    public static final class InvalidData extends DataSaveException {
        @Serial
        private static final long serialVersionUID = 1;

        private final transient List<String> problems;

        /** Says what is wrong where. */
        public InvalidData(String message, @Nullable Throwable cause) {
            this(message, List.of(message), cause);
        }

        /** Says what is wrong where, and what a validator found. */
        public InvalidData(String message, List<String> problems, @Nullable Throwable cause) {
            super(message, cause);
            this.problems = List.copyOf(problems);
        }

        /** What is wrong: each problem that the validator found, or the one message. */
        public List<String> problems() {
            return problems;
        }
    }

    /** A storage that can't be used: a call failed, or the database is foreign, corrupted, full, read-only or of a newer schema. */
    public static final class StorageFailed extends DataSaveException {
        @Serial
        private static final long serialVersionUID = 1;

        /** Says what was found and what was expected. */
        public StorageFailed(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** A call after {@code close}. */
    public static final class Closed extends DataSaveException {
        @Serial
        private static final long serialVersionUID = 1;

        /** Names what was closed. */
        public Closed(String what) {
            super(what + " is closed", null);
        }
    }
}
