package dev.datasave.engine.operator;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.ProfileStore.EditOptions;
import dev.datasave.engine.loop.StoragePort;
import dev.datasave.engine.session.Session;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * An edit that every server of the game knows by its name, so that it can travel.
 *
 * @param name its name
 * @param arguments what it is given
 * @param why the reason given
 * @param by which server asked for it
 * @param function what it does to the data
 * @param options what it does beside the data
 */
record NamedEdit<T>(
        String name,
        JsonElement arguments,
        String why,
        String by,
        BiFunction<T, JsonElement, T> function,
        EditOptions options)
        implements OperatorAct<T> {

    @Override
    public Optional<Travel> travel() {
        JsonObject payload = OperatorAct.payload(why, by);
        payload.addProperty("edit", name);
        payload.add("arguments", arguments.deepCopy());
        if (BesideEdit.isNothing(options)) {
            return Optional.of(new Travel(EDIT, payload));
        }
        BesideEdit.add(options, payload);
        return Optional.of(new Travel(CHANGE, payload));
    }

    @Override
    public void prepare(StoragePort port, Session<T> session, Consumer<Ready<T>> then, Consumer<Throwable> failed) {
        new Edit<T>("edit " + name, why, by, data -> function.apply(data, arguments.deepCopy()), options)
                .prepare(port, session, then, failed);
    }
}
