package dev.datasave.engine.operator;

import dev.datasave.ProfileStore.EditOptions;
import dev.datasave.engine.loop.StoragePort;
import dev.datasave.engine.session.Session;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * An edit by an operator or a plugin.
 *
 * @param action what it is, for history
 * @param why the reason given
 * @param by which server asked for it
 * @param function what it does to the data
 * @param options what it does beside the data
 */
record Edit<T>(String action, String why, String by, UnaryOperator<T> function, EditOptions options)
        implements OperatorAct<T> {

    @Override
    public void prepare(StoragePort port, Session<T> session, Consumer<Ready<T>> then, Consumer<Throwable> failed) {
        then.accept((drafts, draft) -> {
            T after;
            try {
                after = function.apply(draft.data());
            } catch (Throwable thrown) {
                if (!(thrown instanceof Exception)) {
                    throw thrown;
                }
                return new ActResult.Refused("the edit threw " + thrown);
            }
            if (after == null) {
                return new ActResult.Refused("the edit returned null");
            }
            if (!BesideEdit.isNothing(options)) {
                try {
                    draft.meta(BesideEdit.changed(options, draft.meta()));
                } catch (IllegalArgumentException beyond) {
                    return new ActResult.Refused(String.valueOf(beyond.getMessage()));
                }
            }
            draft.data(after);
            draft.note(OperatorAct.note(action, why, by));
            return new ActResult.Applied(session.stored().revision() + 1);
        });
    }
}
