package dev.datasave;

import java.io.Serial;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Thrown for broken infrastructure or misuse. Expected outcomes are values instead, such as {@link LoadResult} and {@link SaveResult}. */
public abstract sealed class DataSaveException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private DataSaveException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The profile to be edited is suspended or released. */
    public static final class NotActive extends DataSaveException {
        @Serial
        private static final long serialVersionUID = 1;

        private final transient ProfileId profile;
        private final ProfileState state;

        /** Names the profile and its state. */
        public NotActive(ProfileId profile, ProfileState state) {
            this(profile, state, null);
        }

        /** Names the profile, its state, and why it is suspended, if it is. */
        public NotActive(ProfileId profile, ProfileState state, @Nullable String why) {
            super(
                    "profile " + profile + ": found it " + state + (why == null ? "" : " (" + why + ")")
                            + ", expected ACTIVE for an edit",
                    null);
            this.profile = profile;
            this.state = state;
        }

        /** Which profile. */
        public ProfileId profile() {
            return profile;
        }

        /** The profile's state when the edit was refused. */
        public ProfileState state() {
            return state;
        }
    }

    /** An edit was called inside another edit of the same profile. It could have seen the outer edit half done. */
    public static final class NestedEdit extends DataSaveException {
        @Serial
        private static final long serialVersionUID = 1;

        /** Names the profile. */
        public NestedEdit(ProfileId profile) {
            super("profile " + profile + ": found an edit inside an edit, expected one after the other", null);
        }
    }

    /** An edit waited too long for a transaction of the same profile (P12). Nothing was changed; try again. */
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

    /** The data can't be turned into JSON or back, exceeds a limit (R10), or is refused by its store's validator. */
    public static final class InvalidData extends DataSaveException {
        @Serial
        private static final long serialVersionUID = 1;

        private final transient List<String> problems;
        private final String withoutQuotes;

        /** Says what is wrong, and where. */
        public InvalidData(String message, @Nullable Throwable cause) {
            this(message, List.of(message), cause, message);
        }

        /** Says what is wrong, and where, with the problems that a validator found, and the same without a word of the game's code. */
        public InvalidData(String message, List<String> problems, @Nullable Throwable cause, String withoutQuotes) {
            super(message, cause);
            this.problems = List.copyOf(problems);
            this.withoutQuotes = withoutQuotes;
        }

        /** The message without what the game's code said, which may quote a player's data: fit for a log. */
        public String withoutQuotes() {
            return withoutQuotes;
        }

        /** The problems that the validator found, or else this exception's message alone. */
        public List<String> problems() {
            return problems;
        }
    }

    /** The storage can't be used: a call failed, or the database is foreign, corrupted, full, read-only or of a newer schema. */
    public static final class StorageFailed extends DataSaveException {
        @Serial
        private static final long serialVersionUID = 1;

        private final boolean isLasting;

        /** Says what was found and what was expected. The failure may pass. */
        public StorageFailed(String message, @Nullable Throwable cause) {
            this(message, cause, false);
        }

        private StorageFailed(String message, @Nullable Throwable cause, boolean isLasting) {
            super(message, cause);
            this.isLasting = isLasting;
        }

        /** A failure of which the storage knows that it lasts until somebody mends it: a missing table or file, a full disk, no right to write. */
        public static StorageFailed lasting(String message, @Nullable Throwable cause) {
            return new StorageFailed(message, cause, true);
        }

        /**
         * True if the storage knows that the failure lasts until somebody mends it. Then profiles are suspended at once; otherwise only if it has not
         * passed when the lease ends.
         */
        public boolean isLasting() {
            return isLasting;
        }
    }

    /** A method was called after {@code close}. */
    public static final class Closed extends DataSaveException {
        @Serial
        private static final long serialVersionUID = 1;

        /** Names what was closed. */
        public Closed(String what) {
            super(what + " is closed", null);
        }
    }
}
