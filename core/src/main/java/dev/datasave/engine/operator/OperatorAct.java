package dev.datasave.engine.operator;

import com.google.gson.JsonObject;
import dev.datasave.engine.commit.Drafts;
import dev.datasave.engine.live.Draft;
import dev.datasave.engine.loop.StoragePort;
import dev.datasave.engine.session.Session;
import dev.datasave.spi.EntryId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an operator does to one profile (P13), wherever its session is. The act itself says whether it can travel to the owner's server, and how.
 *
 * @param <T> the profile's data
 */
interface OperatorAct<T> {

    /** The types of requests in which acts travel. */
    String EDIT = "~edit";

    /** An edit that changes something beside the data; a type of its own, because a server that doesn't know it must not do half of it. */
    String CHANGE = "~change";

    /** An edit of single places in the JSON tree. */
    String PATCH = "~patch";

    String ROLLBACK = "~rollback";
    String PIN = "~pin";
    String AGAIN = "~again";
    List<String> TYPES = List.of(EDIT, CHANGE, PATCH, PIN, ROLLBACK, AGAIN);

    /** How an act gets to the owner's server. */
    record Travel(String type, JsonObject payload) {}

    /** How the act travels, if it can. */
    default Optional<Travel> travel() {
        return Optional.empty();
    }

    /** The payload of an act that travels: its common members. */
    static JsonObject payload(String why, String by) {
        JsonObject payload = new JsonObject();
        payload.addProperty("why", why);
        payload.addProperty("by", by);
        return payload;
    }

    /** On the loop: fetches what is needed to carry it out on that session, then goes on. */
    void prepare(StoragePort port, Session<T> session, Consumer<Ready<T>> then, Consumer<Throwable> failed);

    /** Whether it makes sense for a profile that does not exist. */
    default boolean mayCreate() {
        return false;
    }

    /** An act that has all it needs. */
    interface Ready<T> {

        /** An answer if the act is not to be carried out, null if it is. On a user thread, before the present state is saved. */
        default @Nullable ActResult refusal() {
            return null;
        }

        /** Whether the present state is to be saved first, as a revision of its own. */
        default boolean savesBefore() {
            return false;
        }

        /** Other entries that it reads. */
        default Set<EntryId> reads() {
            return Set.of();
        }

        /** On a user thread: changes the draft of the profile, perhaps adds to the others, and answers. */
        ActResult apply(Drafts drafts, Draft<T> draft);

        /** On the loop, once it is stored. */
        default void stored() {}
    }

    /** An act that changes nothing, and says why. */
    static <T> OperatorAct<T> refusing(String why) {
        return (port, session, then, failed) -> then.accept((drafts, draft) -> new ActResult.Refused(why));
    }

    /** What is noted in the revision that an act makes. */
    static JsonObject note(String action, String why, String by) {
        JsonObject note = new JsonObject();
        note.addProperty("action", action);
        note.addProperty("why", why);
        note.addProperty("by", by);
        return note;
    }
}
