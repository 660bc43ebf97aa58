package dev.datasave.examples.jmonkey;

import com.jme3.network.serializing.Serializer;

/** What both ends have to agree on. The engine keeps its list of messages in static tables: they are filled once, before anybody sends, and then locked. */
final class Protocol {
    static final String GAME = "packs";
    static final int VERSION = 1;

    /** The message; whoever names it has filled the tables. */
    static final Class<Line> LINE = filled();

    private Protocol() {}

    private static Class<Line> filled() {
        Serializer.registerClass(Line.class);
        Serializer.setReadOnly(true);
        return Line.class;
    }
}
