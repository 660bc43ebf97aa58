package dev.datasave.engine.operator;

import com.google.gson.JsonObject;
import dev.datasave.engine.commit.Drafts;
import dev.datasave.engine.loop.StoragePort;
import dev.datasave.engine.session.Draft;
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
 */
record Edit<T>(String action, String why, String by, UnaryOperator<T> function) implements OperatorAct<T> {

    @Override
    public void prepare(StoragePort port, Session<T> session, Consumer<Ready<T>> then, Consumer<Throwable> failed) {
        then.accept(new Ready<>() {
            @Override
            public boolean savesBefore() {
                return false;
            }

            @Override
            public JsonObject apply(Drafts drafts, Draft<T> draft) {
                T after;
                try {
                    after = function.apply(draft.data());
                } catch (RuntimeException thrown) {
                    return OperatorAct.refused("the edit threw " + thrown);
                }
                if (after == null) {
                    return OperatorAct.refused("the edit returned null");
                }
                draft.data(after);
                draft.note(OperatorAct.note(action, why, by));
                JsonObject answer = new JsonObject();
                answer.addProperty("applied", session.stored().revision() + 1);
                return answer;
            }

            @Override
            public void stored() {}
        });
    }
}
