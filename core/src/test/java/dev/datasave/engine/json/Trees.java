package dev.datasave.engine.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Random;

/** Seeded JSON trees whose members often have the same names, so that two of them overlap. */
public final class Trees {
    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    private Trees() {}

    public static JsonObject object(Random random, int depth) {
        JsonObject object = new JsonObject();
        for (String name : NAMES) {
            if (random.nextInt(3) > 0) {
                object.add(name, element(random, depth - 1));
            }
        }
        return object;
    }

    public static JsonElement element(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 4)) {
            case 0 -> JsonNull.INSTANCE;
            case 1 -> new JsonPrimitive(random.nextLong());
            case 2 -> new JsonPrimitive("text" + random.nextInt(3));
            case 3 -> new JsonPrimitive(random.nextDouble());
            case 4 -> {
                JsonArray array = new JsonArray();
                for (int i = random.nextInt(random.nextInt(8) == 0 ? 20 : 3); i > 0; i--) {
                    array.add(element(random, depth - 1));
                }
                yield array;
            }
            default -> object(random, depth);
        };
    }

    /** The tree with members taken out at random, as a class that doesn't know them would write it. */
    public static JsonElement pruned(Random random, JsonElement tree) {
        if (!(tree instanceof JsonObject object)) {
            return tree.deepCopy();
        }
        JsonObject rest = new JsonObject();
        object.entrySet().forEach(member -> {
            if (random.nextInt(3) > 0) {
                rest.add(member.getKey(), pruned(random, member.getValue()));
            }
        });
        return rest;
    }

    /** The tree with a few changes in it: members and elements added, taken out, moved, changed. */
    public static JsonElement edited(Random random, JsonElement tree) {
        if (random.nextInt(12) == 0) {
            return element(random, 2);
        }
        if (tree instanceof JsonObject object) {
            JsonObject changed = new JsonObject();
            object.entrySet().forEach(member -> {
                if (random.nextInt(6) > 0) {
                    changed.add(member.getKey(), edited(random, member.getValue()));
                }
            });
            if (random.nextInt(3) == 0) {
                changed.add(NAMES.get(random.nextInt(NAMES.size())), element(random, 2));
            }
            return changed;
        }
        if (tree instanceof JsonArray array) {
            JsonArray changed = new JsonArray();
            array.forEach(element -> {
                if (random.nextInt(5) > 0) {
                    changed.add(edited(random, element));
                }
                if (random.nextInt(5) == 0) {
                    changed.add(random.nextBoolean() ? element.deepCopy() : element(random, 2));
                }
            });
            return changed;
        }
        return tree.deepCopy();
    }
}
