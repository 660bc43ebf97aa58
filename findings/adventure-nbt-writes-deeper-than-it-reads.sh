#!/usr/bin/env bash
# Adventure NBT 4.26.1 (net.kyori:adventure-nbt), JDK 25.
#
# Both writers, text and binary, store a tag of any depth. Both readers refuse more than 512 steps, and the binary reader that is called "unlimited" does,
# too: it lifts the limit of bytes only. What was saved without a complaint can't be loaded. One would expect the writer to refuse it.
#
# Seen:
#   500 levels: binary read back, text read back
#   600 levels: binary written, then refused; text written, then refused

. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
packages net.kyori:adventure-nbt:4.26.1
cat >"$work/src/Main.java" <<'JAVA'
import java.io.*;
import net.kyori.adventure.nbt.*;

public class Main {
    public static void main(String[] args) throws Exception {
        System.out.println(Integer.parseInt(args[0]) + " levels: binary " + tried(binary(nested(Integer.parseInt(args[0])))) + args[1] + " text "
                + tried(text(nested(Integer.parseInt(args[0])))));
    }

    interface Reading { CompoundBinaryTag read() throws IOException; }

    static CompoundBinaryTag nested(int levels) {
        CompoundBinaryTag tag = CompoundBinaryTag.empty();
        for (int i = 1; i < levels; i++) {
            tag = CompoundBinaryTag.builder().put("d", tag).build();
        }
        return tag;
    }

    static Reading binary(CompoundBinaryTag tag) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryTagIO.writer().write(tag, bytes);
        return () -> BinaryTagIO.unlimitedReader().read(new ByteArrayInputStream(bytes.toByteArray()));
    }

    static Reading text(CompoundBinaryTag tag) throws IOException {
        String text = TagStringIO.tagStringIO().asString(tag);
        return () -> TagStringIO.tagStringIO().asCompound(text);
    }

    static String tried(Reading reading) {
        try {
            reading.read();
            return "read back";
        } catch (IOException refused) {
            return "written, then refused";
        }
    }
}
JAVA
compiled classes
{ java_of classes Main 500 , && java_of classes Main 600 ';'; } | expect
