package dev.datasave.engine.data;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.Codec;
import dev.datasave.engine.codec.Members;
import dev.datasave.engine.json.FormatProblem;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The members that objects of the game's classes lack, wherever they stand in the data: in members, lists, arrays, maps and optionals. They come from what the
 * options give for a class. Nothing that is there is changed.
 */
final class Defaults {
    private final Map<Class<?>, Supplier<JsonElement>> byClass = new HashMap<>();

    /**
     * The defaults for a data type.
     *
     * @param suppliers what makes an object of each class
     * @throws IllegalArgumentException if one of the classes does not occur in the type, or what makes its object throws, returns null or an object of another
     *     class, or one that can't be stored, or they never come to an end
     */
    Defaults(Class<?> type, Members members, Map<Class<?>, Supplier<?>> suppliers) {
        Set<@Nullable Class<?>> known =
                members.classes().values().stream().map(Members::type).collect(Collectors.toSet());
        suppliers.forEach((of, supplier) -> {
            if (!known.contains(of)) {
                throw new IllegalArgumentException("defaults of " + of.getName() + ": found no such class or record in "
                        + type.getName() + " as Codec.gson stores it, expected one that it contains");
            }
            byClass.put(of, maker(of, supplier));
        });
        byClass.forEach((of, maker) -> check(of, maker, Members.of(of)));
    }

    private void check(Class<?> of, Supplier<JsonElement> maker, Members members) {
        try {
            fill(maker.get(), members);
        } catch (FormatProblem problem) {
            throw new IllegalArgumentException("defaults of " + of.getName() + ": " + problem.getMessage(), problem);
        } catch (Throwable thrown) {
            Problems.unlessOfTheMachine(thrown);
            throw new IllegalArgumentException(
                    "defaults of " + of.getName() + ": found "
                            + thrown.getClass().getName() + " thrown, expected an object",
                    thrown);
        }
    }

    private static <C> Supplier<JsonElement> maker(Class<C> of, Supplier<?> supplier) {
        Codec<C> codec = Codec.gson(of);
        return () -> {
            Object made = supplier.get();
            if (made == null) {
                throw new FormatProblem("found null, expected an object from the defaults of " + of.getName());
            }
            return codec.encode(of.cast(made));
        };
    }

    /** True if no class has any. */
    boolean isEmpty() {
        return byClass.isEmpty();
    }

    /** Adds to the tree what its objects lack; true if that was anything. */
    boolean fill(JsonElement tree, Members members) {
        boolean[] changed = {false};
        members.visit(tree, (object, at) -> changed[0] |= fillObject(object, at));
        return changed[0];
    }

    @SuppressWarnings("ReferenceEquality") // the object itself means: nothing was added
    private boolean fillObject(JsonObject object, Members at) {
        Supplier<JsonElement> maker = byClass.get(at.type());
        if (maker == null || !lacks(object, at)) {
            return false;
        }
        JsonElement filled = Reconcile.fill(object, maker.get(), at);
        if (filled == object) {
            return false;
        }
        filled.getAsJsonObject().entrySet().forEach(member -> object.add(member.getKey(), member.getValue()));
        return true;
    }

    /** Whether a member is missing or JSON null, here or in an object that is a member, so that an object of the class has to be made. */
    private static boolean lacks(JsonObject object, Members at) {
        Set<String> there = object.entrySet().stream()
                .filter(member -> isThere(member.getValue(), at.at(at.present(member.getKey()))))
                .map(member -> at.present(member.getKey()))
                .collect(Collectors.toSet());
        return !there.containsAll(at.names());
    }

    private static boolean isThere(JsonElement value, Members inside) {
        if (value instanceof JsonObject part && inside.areFixed()) {
            return !lacks(part, inside);
        }
        return !value.isJsonNull() || inside.knowNull();
    }
}
