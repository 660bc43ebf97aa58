package dev.datasave.engine.session;

import com.google.gson.JsonElement;
import dev.datasave.DataSaveException;
import dev.datasave.NotLoadedReason;
import dev.datasave.ProfileOptions;
import dev.datasave.engine.data.DataFormat;
import dev.datasave.engine.data.NewerSchemaException;
import dev.datasave.engine.data.Opened;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.util.Optional;

/**
 * One store's profiles, as sessions see them: name, format, options, and the publication that is told of them. Immutable.
 *
 * @param <T> the type of the profiles' data
 */
public final class Kind<T> {
    private final String name;
    private final DataFormat<T> format;
    private final ProfileOptions<T> options;
    private final Publication<T> publication;
    private final boolean isRaw;
    private final boolean mayCreate;

    private Kind(
            String name,
            DataFormat<T> format,
            ProfileOptions<T> options,
            Publication<T> publication,
            boolean isRaw,
            boolean mayCreate) {
        this.name = name;
        this.format = format;
        this.options = options;
        this.publication = publication;
        this.isRaw = isRaw;
        this.mayCreate = mayCreate;
    }

    /** The kind of one of the game's stores. */
    public static <T> Kind<T> of(
            String name, DataFormat<T> format, ProfileOptions<T> options, Publication<T> publication) {
        return new Kind<>(name, format, options, publication, false, true);
    }

    /**
     * The kind of a store's stored trees, for holding its profiles for a moment without knowing their type. They are never published, and loading one
     * never creates a profile.
     */
    public static Kind<JsonElement> raw(String store) {
        return raw(store, new Publication<>() {});
    }

    /** Like {@link #raw(String)}, but the profiles are shown to an operator's tool. */
    public static Kind<JsonElement> raw(String store, Publication<JsonElement> publication) {
        return new Kind<>(store, DataFormat.raw(store), ProfileOptions.defaults(), publication, true, false);
    }

    /** The same kind for an act that brings a removed profile back. It is another one as far as {@link #own} is concerned. */
    public Kind<T> creating() {
        return mayCreate ? this : new Kind<>(name, format, options, publication, isRaw, true);
    }

    public String name() {
        return name;
    }

    public DataFormat<T> format() {
        return format;
    }

    public ProfileOptions<T> options() {
        return options;
    }

    public Publication<T> publication() {
        return publication;
    }

    /** Whether a load may begin a profile that is not there. */
    public boolean mayCreate() {
        return mayCreate;
    }

    /** Whether this is a kind of stored trees, not one of the game's stores. */
    public boolean isRaw() {
        return isRaw;
    }

    /** The session, if it is of this kind. */
    @SuppressWarnings({"unchecked", "ReferenceEquality"}) // a kind equals only itself
    public Optional<Session<T>> own(Session<?> session) {
        return session.kind() == this ? Optional.of((Session<T>) session) : Optional.empty();
    }

    /** Opens a stored value, or the template if there is none. Not on the loop. */
    public Opened<T> open(EntryId id, Optional<Entry> entry) {
        String value = entry.map(found -> found.content().value()).orElse(null);
        if (entry.isEmpty() || value == null) {
            return Opened.fresh(format.forKey(id.key()), Addresses.profile(id));
        }
        return Opened.stored(format.forKey(id.key()), value, EntryFormat.of(entry.get()));
    }

    /** The reason for a load that ends with this exception; {@code isStored} says whether the profile has stored data. */
    public static NotLoadedReason reasonOf(Throwable thrown, boolean isStored) {
        if (thrown instanceof NewerSchemaException newer) {
            return new NotLoadedReason.NewerSchema(newer.found(), newer.known());
        }
        if (isStored
                && (thrown instanceof DataSaveException.InvalidData || thrown instanceof IllegalArgumentException)) {
            return new NotLoadedReason.Corrupt(String.valueOf(thrown.getMessage()));
        }
        return new NotLoadedReason.Unavailable(thrown);
    }
}
