package dev.datasave.platform;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The sample of docs/integrating.md. */
final class KeptItems {
    private KeptItems() {}

    /** A platform's own lossless form of an item as text: SNBT, or bytes in Base64. {@code read} throws what it likes. */
    interface ItemCodec<I> {
        String write(I item);

        I read(String text);
    }

    /** The items of one player. In the profile they are texts, by slot. What this server can't read stays there, word for word. */
    static final class Items<I> {
        private final ItemCodec<I> codec;
        private final Map<Integer, String> unread = new TreeMap<>();

        Items(ItemCodec<I> codec) {
            this.codec = codec;
        }

        /** What the player gets. Item by item: one that can't be read harms no other. */
        Map<Integer, I> read(Map<Integer, String> texts) {
            Map<Integer, I> items = new TreeMap<>();
            unread.clear();
            texts.forEach((slot, text) -> {
                try {
                    items.put(slot, Objects.requireNonNull(codec.read(text)));
                } catch (RuntimeException unknown) { // of a newer version, or of a mod that is not here
                    unread.put(slot, text);
                }
            });
            return items;
        }

        /** What goes into the profile. An item that can't be written is an exception, and not a gap. */
        Map<Integer, String> write(Map<Integer, I> items) {
            Map<Integer, String> texts = new TreeMap<>();
            items.forEach((slot, item) -> texts.put(slot, codec.write(item)));
            unread.forEach((slot, text) -> {
                int free = slot; // its slot looked empty, and may have been filled
                while (texts.containsKey(free) || (free != slot && unread.containsKey(free))) {
                    free++;
                }
                texts.put(free, text);
            });
            return texts;
        }
    }
}
