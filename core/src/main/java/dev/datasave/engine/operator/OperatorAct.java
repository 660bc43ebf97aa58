package dev.datasave.engine.operator;

import com.google.gson.JsonObject;
import dev.datasave.engine.commit.Drafts;
import dev.datasave.engine.loop.StoragePort;
import dev.datasave.engine.session.Draft;
import dev.datasave.engine.session.Session;
import dev.datasave.spi.EntryId;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an operator does to one profile (P13), wherever its session is. It answers in JSON, because the answer may travel; one with the member
 * {@code applied} names the revision that holds it, one without means that nothing was changed.
 *
 * @param <T> the profile's data
 */
interface OperatorAct<T> {

    /** On the loop: fetches what is needed to carry it out on that session, then goes on. */
    void prepare(StoragePort port, Session<T> session, Consumer<Ready<T>> then, Consumer<Throwable> failed);

    /** Whether it makes sense for a profile that does not exist. */
    default boolean mayCreate() {
        return false;
    }

    /** A change that has all it needs. */
    interface Ready<T> {

        /** On a user thread, before the present state is saved: an answer if the change is off, null if it is to go on. */
        default @Nullable JsonObject refusal() {
            return null;
        }

        /** Whether the present state is to be saved first, as a revision of its own. */
        boolean savesBefore();

        /** Other entries that it wants to see. */
        default Set<EntryId> reads() {
            return Set.of();
        }

        /** On a user thread: changes the draft of the profile, perhaps adds to the others, and answers. */
        JsonObject apply(Drafts drafts, Draft<T> draft);

        /** On the loop, once it is stored. */
        void stored();
    }

    /** An answer that nothing was changed, and why. */
    static JsonObject refused(String why) {
        JsonObject answer = new JsonObject();
        answer.addProperty("refused", why);
        return answer;
    }

    /** A change that changes nothing, and says why. */
    static <T> OperatorAct<T> refusing(String why) {
        return (port, session, then, failed) -> then.accept(new Ready<>() {
            @Override
            public boolean savesBefore() {
                return false;
            }

            @Override
            public JsonObject apply(Drafts drafts, Draft<T> draft) {
                return refused(why);
            }

            @Override
            public void stored() {}
        });
    }

    /** What is noted in the revision that a change makes. */
    static JsonObject note(String action, String why, String by) {
        JsonObject note = new JsonObject();
        note.addProperty("action", action);
        note.addProperty("why", why);
        note.addProperty("by", by);
        return note;
    }
}
