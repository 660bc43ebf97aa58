package dev.datasave.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The tree of one revision, a piece at a time: at most three levels and some hundred nodes, however large or deep the whole is. A place in it is named by the
 * positions on the way, {@code 3.0.12}, because names may be a megabyte long.
 */
final class TreePieces {
    static final int PAGE = 100;
    private static final int LEVELS = 3;
    private static final int MOST_NODES = 300;
    private static final int MOST_TEXT = 300;
    private static final int MOST_NAME = 100;

    private final String store;
    private final String key;
    private final long revision;
    private final boolean isEditable;
    private int nodes;

    /**
     * A tree of a profile.
     *
     * @param isEditable whether leaves have a link to change them
     */
    TreePieces(String store, String key, long revision, boolean isEditable) {
        this.store = store;
        this.key = key;
        this.revision = revision;
        this.isEditable = isEditable;
    }

    /**
     * A node as a template shows it.
     *
     * @param name its name or position, harmless
     * @param kind object, array, string, number, boolean or null
     * @param text the text of a leaf, harmless and cut; of others how much there is in it
     * @param rest where the rest of a cut text is; else empty
     * @param children what is shown of what is in it
     * @param more where what is not shown is, if something is not
     * @param moreText what is said about that
     * @param isLazy whether its children are fetched when it is opened
     * @param edit where it can be changed; empty if it can't
     */
    record Node(
            String name,
            String kind,
            String text,
            String rest,
            List<Node> children,
            String more,
            String moreText,
            boolean isLazy,
            String edit) {
        public boolean isBranch() {
            return kind.equals("object") || kind.equals("array");
        }
    }

    /** The node at a place, and of its children those from a position on. */
    Node piece(JsonElement root, String at, int from) {
        Place place = place(root, at);
        return node(place.name, place.value, at, 0, from);
    }

    /** A value, and the name that leads to it. */
    record Place(String name, JsonElement value, String pointer) {}

    /**
     * The value at a place.
     *
     * @throws Refusal if there is none
     */
    static Place place(JsonElement root, String at) {
        Place place = new Place("data", root, "");
        if (at.isEmpty()) {
            return place;
        }
        for (String step : at.split("\\.", -1)) {
            int position = step.matches("[0-9]{1,8}") ? Integer.parseInt(step) : -1;
            place = child(place, position);
        }
        return place;
    }

    private static Place child(Place parent, int position) {
        if (position >= 0 && parent.value instanceof JsonArray array && position < array.size()) {
            return new Place("[" + position + "]", array.get(position), parent.pointer + "/" + position);
        }
        if (position >= 0 && parent.value instanceof JsonObject object && position < object.size()) {
            Iterator<Map.Entry<String, JsonElement>> members = object.entrySet().iterator();
            for (int i = 0; i < position; i++) {
                members.next();
            }
            Map.Entry<String, JsonElement> member = members.next();
            String name = member.getKey();
            return new Place(
                    name,
                    member.getValue(),
                    parent.pointer + "/" + name.replace("~", "~0").replace("/", "~1"));
        }
        throw new Refusal(404, "This place is not in the data of that revision.");
    }

    private Node node(String name, JsonElement value, String at, int level, int from) {
        nodes++;
        if (value instanceof JsonObject object) {
            return branch(name, "object", object.size(), at, level, from, members(object, from));
        }
        if (value instanceof JsonArray array) {
            return branch(name, "array", array.size(), at, level, from, elements(array, from));
        }
        return leaf(name, value, at);
    }

    private record Child(int position, String name, JsonElement value) {}

    private static List<Child> members(JsonObject object, int from) {
        List<Child> children = new ArrayList<>();
        int position = 0;
        for (Map.Entry<String, JsonElement> member : object.entrySet()) {
            if (position >= from && children.size() < PAGE) {
                children.add(new Child(position, member.getKey(), member.getValue()));
            }
            position++;
        }
        return children;
    }

    private static List<Child> elements(JsonArray array, int from) {
        List<Child> children = new ArrayList<>();
        for (int i = from; i < array.size() && i < from + PAGE; i++) {
            children.add(new Child(i, "[" + i + "]", array.get(i)));
        }
        return children;
    }

    private Node branch(String name, String kind, int size, String at, int level, int from, List<Child> children) {
        boolean isLazy = level > 0 && size > 0 && (level >= LEVELS || nodes + children.size() > MOST_NODES);
        List<Node> shown = new ArrayList<>();
        if (!isLazy) {
            for (Child child : children) {
                String place = at.isEmpty() ? "" + child.position : at + "." + child.position;
                shown.add(node(child.name, child.value, place, level + 1, 0));
            }
        }
        int next = from + children.size();
        boolean isMore = isLazy || next < size;
        return new Node(
                Shown.text(name, MOST_NAME),
                kind,
                size
                        + (kind.equals("object")
                                ? size == 1 ? " member" : " members"
                                : size == 1 ? " element" : " elements"),
                "",
                shown,
                isMore ? link("/profile/tree", at, isLazy ? 0 : next) : "",
                isLazy ? "open" : next + " of " + size + " are shown: show more",
                isLazy,
                "");
    }

    private Node leaf(String name, JsonElement value, String at) {
        boolean isText = value instanceof JsonPrimitive primitive && primitive.isString();
        String raw = value.isJsonNull() ? "null" : value.getAsString();
        boolean isCut = raw.length() > MOST_TEXT;
        String kind = value.isJsonNull()
                ? "null"
                : isText ? "string" : ((JsonPrimitive) value).isNumber() ? "number" : "boolean";
        String text = Shown.text(raw, MOST_TEXT);
        return new Node(
                Shown.text(name, MOST_NAME),
                kind,
                isText ? "“" + text + "”" : text,
                isCut ? link("/profile/text", at, 0) : "",
                List.of(),
                "",
                isCut ? raw.length() + " characters" : "",
                false,
                isEditable
                        ? Href.to("/profile/act/edit", "store", store, "key", key, "revision", revision, "at", at)
                        : "");
    }

    private String link(String path, String at, int from) {
        return Href.to(path, "store", store, "key", key, "revision", revision, "at", at, "from", from == 0 ? "" : from);
    }
}
