package dev.datasave.engine.operator;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.JsonDiff;
import dev.datasave.engine.commit.Drafts;
import dev.datasave.engine.data.DataFormat;
import dev.datasave.engine.data.Problems;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.engine.json.JsonText;
import dev.datasave.engine.live.Draft;
import dev.datasave.engine.loop.StoragePort;
import dev.datasave.engine.session.Session;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An edit of single places in a profile's JSON tree. It is no code, so it can travel to any server, and needs none of the game's classes where it is
 * asked for. The session that has the profile encodes its data, makes the changes, and decodes the result, as a load would do it. Like a rollback, it
 * saves the present state first, so that its own revision holds nothing else.
 *
 * @param changes the changes, each with the value that it replaces
 * @param seen the revision that the operator saw, if the edit is to be refused when there is a newer one
 * @param why the reason given
 * @param by which server asked for it
 */
record Patch<T>(JsonDiff changes, OptionalLong seen, String why, String by) implements OperatorAct<T> {

    @Override
    public Optional<Travel> travel() {
        JsonObject payload = OperatorAct.payload(why, by);
        seen.ifPresent(number -> payload.addProperty("seen", number));
        payload.add("changes", PatchFormat.array(changes));
        return Optional.of(new Travel(PATCH, payload));
    }

    /**
     * The act that a request asks for.
     *
     * @throws IllegalArgumentException if the payload is none of such a request
     */
    static <T> Patch<T> of(JsonObject payload, String why, String by) {
        OptionalLong seen =
                payload.has("seen") ? OptionalLong.of(JsonFields.number(payload, "seen")) : OptionalLong.empty();
        return new Patch<>(PatchFormat.of(JsonFields.array("changes", payload.get("changes"))), seen, why, by);
    }

    @Override
    public void prepare(StoragePort port, Session<T> session, Consumer<Ready<T>> then, Consumer<Throwable> failed) {
        then.accept(new Prepared(session));
    }

    private final class Prepared implements Ready<T> {
        private final Session<T> session;

        private Prepared(Session<T> session) {
            this.session = session;
        }

        @Override
        public @Nullable ActResult refusal() {
            return seen.isPresent() && !session.isAt(seen.getAsLong())
                    ? new ActResult.Moved(session.stored().revision())
                    : null;
        }

        @Override
        public boolean savesBefore() {
            return true;
        }

        @Override
        public ActResult apply(Drafts drafts, Draft<T> draft) {
            DataFormat<T> format = session.kind().format().forKey(session.id().key());
            EntryFormat.Counters versions = session.stored().format().counters();
            try {
                JsonElement before = JsonText.parse(format.encode(draft.data(), draft.leftover()));
                String after = JsonText.write(changes.apply(before));
                DataFormat.Decoded<T> decoded = format.decode(after, versions.schema(), versions.oldestReader());
                draft.replace(decoded.data(), decoded.leftover());
            } catch (Throwable unfit) {
                Problems.unlessOfTheMachine(unfit);
                return new ActResult.Refused(String.valueOf(unfit.getMessage()));
            }
            draft.note(OperatorAct.note("edit", why, by));
            return new ActResult.Applied(session.stored().revision() + 1);
        }
    }
}
