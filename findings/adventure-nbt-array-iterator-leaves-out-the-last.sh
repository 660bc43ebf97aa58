#!/usr/bin/env bash
# Adventure NBT 4.26.1 (net.kyori:adventure-nbt), JDK 25.
#
# The tags of arrays are Iterables, and a for loop over one leaves out its last element, without an error: of a UUID in four ints it sees three. An array of
# one element looks empty. value() and the binary form have them all.
#
# Seen:
#   bytes: loop [1, 2], value [1, 2, 3]
#   ints:  loop [1, 2, 3], value [1, 2, 3, 4]
#   longs: loop [], value [1]

. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
packages net.kyori:adventure-nbt:4.26.1
cat >"$work/src/Main.java" <<'JAVA'
import java.util.*;
import net.kyori.adventure.nbt.*;

public class Main {
    public static void main(String[] args) {
        ByteArrayBinaryTag bytes = ByteArrayBinaryTag.byteArrayBinaryTag(new byte[] {1, 2, 3});
        IntArrayBinaryTag ints = IntArrayBinaryTag.intArrayBinaryTag(1, 2, 3, 4);
        LongArrayBinaryTag longs = LongArrayBinaryTag.longArrayBinaryTag(1L);
        System.out.println("bytes: loop " + looped(bytes) + ", value " + Arrays.toString(bytes.value()));
        System.out.println("ints:  loop " + looped(ints) + ", value " + Arrays.toString(ints.value()));
        System.out.println("longs: loop " + looped(longs) + ", value " + Arrays.toString(longs.value()));
    }

    static List<Object> looped(Iterable<?> tag) {
        List<Object> seen = new ArrayList<>();
        for (Object element : tag) {
            seen.add(element);
        }
        return seen;
    }
}
JAVA
compiled classes
java_of classes Main | expect
