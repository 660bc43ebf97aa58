package dev.datasave.engine.operator;

import com.google.gson.JsonObject;
import dev.datasave.engine.loop.StoragePort;
import dev.datasave.engine.session.Session;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Turns a profile's present revision into history. Its session writes the profile once more, with what was edited since. The older revision stays for
 * 30 days, which is time enough to pin it. If another revision is the present one, nothing changes.
 *
 * @param revision the revision to be pinned
 * @param name its name
 * @param by which server asked for it
 */
record Pinning<T>(long revision, String name, String by) implements OperatorAct<T> {

    @Override
    public Optional<Travel> travel() {
        JsonObject payload = OperatorAct.payload(name, by);
        payload.addProperty("revision", revision);
        return Optional.of(new Travel(PIN, payload));
    }

    @Override
    public void prepare(StoragePort port, Session<T> session, Consumer<Ready<T>> then, Consumer<Throwable> failed) {
        then.accept((drafts, draft) -> {
            long present = session.stored().revision();
            if (present != revision) {
                return new ActResult.Moved(present);
            }
            draft.note(note());
            draft.touch();
            return new ActResult.Applied(present + 1);
        });
    }

    /** What the revision on top of the pinned one says. */
    JsonObject note() {
        return OperatorAct.note("pin of revision " + revision, name, by);
    }
}
